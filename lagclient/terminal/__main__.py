"""``python -m lagclient.terminal`` is the command ``lag``, also where another `lag` hides it."""

from lagclient.terminal import main

if __name__ == "__main__":
    main()
