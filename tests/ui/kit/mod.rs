//! The parts of the kit: each found by role and label, by pointer and by keyboard.

mod buttons;
mod fields;
mod sheet;
