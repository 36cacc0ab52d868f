//! The parts of the kit: each found by role and label, by pointer and by keyboard.

mod buttons;
mod fields;
mod inspector;
mod reading;
mod sheet;
