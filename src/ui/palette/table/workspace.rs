//! The menu of the workspace: files, lock, settings.

use super::{Entry, Menu, entry};
use crate::engine::Access;
use crate::ui::command::{Command, EndpointAct};
use crate::ui::kit::Icon;
use crate::ui::palette::shortcut::ctrl;
use egui::Key;

/// In the order of the menu.
pub(super) const ENTRIES: &[Entry] = &[
    entry((Menu::Workspace, 0), "New workspace…", Icon::FilePlus, ctrl(Key::N), |_| Ok(Command::NewWorkspace))
        .also("create file"),
    entry((Menu::Workspace, 0), "Open workspace…", Icon::FolderOpen, ctrl(Key::O), |_| Ok(Command::OpenWorkspace))
        .also("file recent"),
    entry((Menu::Workspace, 0), "Try the sample", Icon::FlaskConical, None, |_| Ok(Command::TrySample))
        .also("demo example explore"),
    entry((Menu::Workspace, 1), "Unlock…", Icon::LockOpen, None, |s| match s.access {
        Some(Access::Unlocked) => Err("Already unlocked"),
        Some(Access::Locked) => Ok(Command::Unlock),
        Some(Access::ReadOnly(_)) | None => s.unlocked().map(|()| Command::Unlock),
    })
    .also("passphrase password"),
    entry((Menu::Workspace, 1), "Go on from this copy…", Icon::FileKey, None, |s| {
        s.open()?;
        if s.is_another_copy { Ok(Command::GoOn) } else { Err("The file is no other copy") }
    })
    .also("older backup restore read-only"),
    entry((Menu::Workspace, 1), "Lock", Icon::Lock, ctrl(Key::L), |s| match s.access {
        Some(Access::Locked) => Err("Already locked"),
        _ => s.unlocked().map(|()| Command::Lock),
    }),
    entry((Menu::Workspace, 1), "Change passphrase…", Icon::KeyRound, None, |s| {
        s.unlocked().map(|()| Command::ChangePassphrase)
    })
    .also("password"),
    entry((Menu::Workspace, 2), "Settings…", Icon::Settings, ctrl(Key::Comma), |s| {
        s.unlocked().map(|()| Command::Settings)
    })
    .also("preferences account region publication address auto-lock"),
    entry((Menu::Workspace, 2), "Buckets…", Icon::Archive, None, |s| s.unlocked().map(|()| Command::Buckets))
        .also("s3 folder publish"),
    entry((Menu::Workspace, 3), "Endpoint", Icon::Server, ctrl(Key::E), |s| {
        s.open().map(|()| Command::Endpoint(EndpointAct::Show))
    })
    .also("server api http ocsp crl calls live sdk boto3 aws cli terraform cert-manager listen port"),
    entry((Menu::Workspace, 3), "Start endpoint", Icon::Play, None, |s| {
        s.writable()?;
        if s.endpoint_on { Err("It runs already") } else { Ok(Command::Endpoint(EndpointAct::Start)) }
    })
    .also("serve server api http ocsp")
    .where_apt(|s| !s.endpoint_on),
    entry((Menu::Workspace, 3), "Stop endpoint", Icon::Square, None, |s| {
        s.open()?;
        if s.endpoint_on { Ok(Command::Endpoint(EndpointAct::Stop)) } else { Err("It does not run") }
    })
    .also("serve server api http ocsp")
    .where_apt(|s| s.endpoint_on),
    entry((Menu::Workspace, 3), "Endpoint addresses…", Icon::Link, None, |s| {
        s.writable().map(|()| Command::Endpoint(EndpointAct::Configure))
    })
    .also("listen port advertise publish tls throttle")
    .palette_only(),
    entry((Menu::Workspace, 3), "New access key…", Icon::KeyRound, None, |s| {
        s.unlocked().map(|()| Command::Endpoint(EndpointAct::NewKey))
    })
    .also("credentials secret aws_access_key_id account api"),
    entry((Menu::Workspace, 4), "Save a copy…", Icon::Save, None, |s| s.open().map(|()| Command::SaveCopy))
        .also("backup"),
    entry((Menu::Workspace, 4), "Verify file", Icon::BadgeCheck, None, |s| s.open().map(|()| Command::VerifyFile))
        .also("integrity chain records check"),
    entry((Menu::Workspace, 5), "Close workspace", Icon::X, ctrl(Key::W), |s| {
        s.open().map(|()| Command::CloseWorkspace)
    }),
    entry((Menu::Workspace, 5), "Quit", Icon::LogOut, ctrl(Key::Q), |_| Ok(Command::Quit)).also("exit close window"),
];
