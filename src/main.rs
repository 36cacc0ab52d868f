//! The `canopy` program: the one place where the parts are joined.
fn main() {}
