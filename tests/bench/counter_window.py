"""A process of its own: `salon-pos open`, and as soon as the sign-in screen is painted somebody is
in. Ready is when the counter is painted with the cursor in its search field.

Only the typing of the PIN and its check, slow on purpose, are left out.
"""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # the program does so before it imports the window, which is imported here first
    from salon_pos.__main__ import main
    from salon_pos.ui import app
    from tests.bench.watched import Watched

    app.Program = Watched
    sys.argv = ["salon-pos", "open", "--data", sys.argv[1]]
    main()
