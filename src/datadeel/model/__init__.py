"""The world: rules, state, and two drivers that give the same trajectory."""
