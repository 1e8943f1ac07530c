"""What the model knows of itself, one record each: kinds, parameters, instruments, outcomes."""
