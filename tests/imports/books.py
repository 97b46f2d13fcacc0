"""The invented books of a small salon, in the columns that the shipped profile reads.

Worked out by hand: 7 sales, 13 lines, 6 clients, net 506.55.
"""

from pathlib import Path

SERVICES = """\
IsActive,Code,Desc,Cate,Price,Cost
TRUE,CUTW,Women's cut,STYLE,0,5
TRUE,CUTM,"Men's cut, short",STYLE,45,5
TRUE,BLOW,Blowdry,STYLE,0,5
TRUE,PACK,Blow dry bundle 5+1,STYLE,0,0
TRUE,MISC,miscellaneous,MISC,0,0
FALSE,OLD,Hot oil,MISC,30,0
"""
PRODUCTS = """\
IsActive,Code,Description,Supplier,Brand,Category,Price,On Hand,Minimum,Maximum,Cost,COG,YTD,Package
TRUE,SH300,Shampoo 300ml,ACME,ACME,RETAIL,25.5,7,2,2,15.325,0,0,FALSE
TRUE,MISC,,,,,0,-3,0,0,0,0,0,FALSE
"""
SALES_HEAD = "Receipt,Date,Description,Client,Staff,Quantity,Amount,GST,PST"
# Line 2 of the file is the first of these.
SALES = (
    "9,05/01/2018,Women's cut,ANN01,ROSE,1,80,4,6.4",
    "9,05/01/2018,Women's cut,BEA01,ROSE,1,60,3,4.8",  # Ann pays for Bea
    "10,05/01/2018,Blowdry,CAT01,LILY,1,50,2.5,4",  # used from a pack
    "10,05/01/2018,miscellaneous,CAT01,LILY,1,-50,-2.5,-4",
    "11,05/02/2018,Blow dry bundle 5+1,CAT01,LILY,1,250,12.5,20",
    "12,05/31/2018,Shampoo 300ml,DEE01,ROSE,2,51,2.55,4.08",
    '12,05/31/2018,"Men\'s cut, short",DEE01,HOUSE,1,45,0,3.6',  # PST only
    "13,06/01/2018,Shampoo 300ml,ANN01,ROSE,1,10.25,0.5125,0.82",
    "13,06/01/2018,Shampoo 300ml,ANN01,ROSE,1,10.25,0.5125,0.82",  # two equal rows: two lines
    "14,06/01/2018,,EVE01,LILY,1,17.55,0.8775,1.404",  # no name: the product MISC
    "14,06/01/2018,Hot oil,EVE01,LILY,1,30,1.5,2.4",
    "15,06/02/2018,Shampoo 300ml,FAY01,ROSE,-1,-25.5,-1.275,-2.04",  # brought back
    "15,06/02/2018,miscellaneous,FAY01,ROSE,1,-22,0,0",
)


def write_books(folder: Path, *rows: str, sales: tuple[str, ...] = SALES) -> Path:
    """The three files in `folder`, with more rows of sales at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "service-listing.csv").write_text(SERVICES, "utf-8")
    (folder / "product-listing.csv").write_text(PRODUCTS, "utf-8")
    text = "\r\n".join((SALES_HEAD, *sales, *rows)) + "\r\n"
    (folder / "receipt-transactions.csv").write_text(text, "utf-8")
    return folder
