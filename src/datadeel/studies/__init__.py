"""What a user can ask for, a function a command: the command line and Python both call these."""
