//! The parts that every page, form and dialog is built from.
//!
//! Each widget is one file and works in four steps: size, allocate, interact, paint; it ends in
//! `widget_info`, so that a screen reader and a test find it by role and label.

mod button;
mod choice;
mod field;
mod icon;
mod icon_button;
mod label;
pub mod paint;
mod secret_field;
mod segmented;

pub use button::Button;
pub use choice::{Checkbox, Radio};
pub use field::{Field, LabelPlace, Problem, left_label_ui, problem_ui};
pub use icon::Icon;
pub use icon_button::IconButton;
pub use label::Label;
pub use secret_field::{Secret, SecretField};
pub use segmented::Segmented;
