"""Many worlds, safely: tables of what runs leave, folders to keep them in, and the runner."""
