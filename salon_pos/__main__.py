"""`python -m salon_pos`, and the `salon-pos` command: hands over to the command line."""


def main() -> None:
    """Run the command that was typed; `salon-pos` alone opens the window."""
    from salon_pos.cli.straight import run

    run()


if __name__ == "__main__":
    main()
