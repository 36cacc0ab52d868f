//! The window: shows snapshots of a workspace and emits commands.

pub mod app;
pub mod ask;
pub mod attention;
pub mod audit;
pub mod authority;
mod availability;
mod background;
pub mod command;
pub mod context;
mod derived;
pub mod endpoint;
pub mod forms;
pub mod hierarchy;
pub mod home;
pub mod host;
pub mod inspector;
pub mod jobs;
pub mod kit;
mod lists;
pub mod managed;
mod page;
pub mod palette;
pub mod sample;
pub mod search;
pub mod theme;
mod told;
pub mod words;

pub use app::App;
