//! The parts that every page, form and dialog is built from.
//!
//! Each widget is one file and works in four steps: size, allocate, interact, paint; it ends in
//! `widget_info`, so that a screen reader and a test find it by role and label.

mod act_line;
pub mod bars;
mod button;
mod chip;
mod choice;
mod code_box;
mod copy_button;
mod dialog;
mod drop_zone;
pub mod elide;
mod empty_state;
mod field;
mod icon;
mod icon_button;
mod key_value;
mod keycap;
mod label;
mod logo;
mod menu;
mod note;
pub mod paint;
mod search_field;
mod secret_field;
mod section;
mod segmented;
mod source_tag;
mod status;
pub mod table;
mod tabs;
mod timeline;
mod toast;
mod tree_row;
mod value_combo;

pub use act_line::{Act, acts_ui};
pub use bars::ValidityBar;
pub use button::Button;
pub use chip::Chip;
pub use choice::{Checkbox, Radio};
pub use code_box::{CodeBox, CodeEditor, CodeMark, CodeText};
pub use copy_button::CopyButton;
pub use dialog::{Dialog, DialogParts, DialogResponse};
pub use drop_zone::{DropZone, DropZoneResponse};
pub use empty_state::empty_state_ui;
pub use field::{Field, LabelPlace, Problem, left_label_ui, problem_ui};
pub use icon::Icon;
pub use icon_button::IconButton;
pub use key_value::{Density, KeyValue, quiet_copy_ui};
pub use keycap::Keycap;
pub use label::Label;
pub use logo::paint_logo;
pub use menu::{MenuItem, context_menu, menu_button, menu_separator_ui};
pub use note::{Note, lost_value_ui};
pub use search_field::SearchField;
pub use secret_field::{Secret, SecretField};
pub use section::{FoldRow, group_heading_ui, hairline_ui, section_heading_ui, section_heading_with_ui};
pub use segmented::Segmented;
pub use source_tag::SourceTag;
pub use status::{Badge, Status, StatusLine};
pub use tabs::{Tab, tabs_ui};
pub use timeline::{Timeline, TimelineRow};
pub use toast::Toasts;
pub use tree_row::{TreeRow, TreeRowResponse, tree_caption_ui};
pub use value_combo::{Choice, ValueCombo};
