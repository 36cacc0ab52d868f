//! The first screen.

use canopy::ui::command::{Command, Commands};
use canopy::ui::home::{FirstRun, Recent};
use canopy::ui::theme::{Theme, UiTokens as _};
use egui::{CentralPanel, Frame, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::harness;

struct Screen {
    first_run: FirstRun,
    recent: Vec<Recent>,
    asked: Commands,
}

fn screen(recent: &[&str], size: [f32; 2], theme: Theme) -> Harness<'static, Screen> {
    let recent = recent
        .iter()
        .map(|path| Recent { path: format!("/home/mara/pki/{path}").into(), shown: format!("~/pki/{path}") })
        .collect();
    let state = Screen { first_run: FirstRun::default(), recent, asked: Commands::new() };
    let mut harness = harness::builder(size, theme).build_ui_state(
        |ui, screen: &mut Screen| {
            let fill = ui.tokens().page;
            CentralPanel::default().frame(Frame::new().fill(fill)).show(ui, |ui| {
                screen.first_run.ui(ui, &screen.recent, &mut screen.asked);
            });
        },
        state,
    );
    harness.run();
    harness
}

#[test]
fn the_three_choices_and_a_look_at_a_file() {
    let mut screen = screen(&[], [1280.0, 732.0], Theme::Dark);
    for label in ["New workspace…", "Open workspace…", "Try the sample", "Inspect a file…"] {
        screen.get_by_role_and_label(Role::Button, label).click();
        screen.run();
    }
    use Command::{InspectFile, NewWorkspace, OpenWorkspace, TrySample};
    assert!(matches!(screen.state().asked[..], [NewWorkspace, OpenWorkspace, TrySample, InspectFile]));
}

#[test]
fn recent_workspaces_open_by_one_click() {
    let mut screen = screen(&["acme-prod.ron", "lab.ron"], [1280.0, 732.0], Theme::Dark);
    screen.get_by_role_and_label(Role::Button, "Open lab").click();
    screen.run();
    let [Command::OpenRecent(path)] = &screen.state().asked[..] else { panic!("{:?}", screen.state().asked) };
    assert!(path.ends_with("lab.ron"));
}

#[test]
fn it_is_drawn_at_every_size() {
    for (name, size) in [("wide", [1280.0, 732.0]), ("narrow", [1000.0, 632.0])] {
        for (shade, theme) in [("dark", Theme::Dark), ("light", Theme::Light)] {
            for (kind, recent) in [("first-run", &[][..]), ("recent", &["acme-prod.ron", "lab/test-2026.ron"][..])] {
                let mut screen = screen(recent, size, theme);
                let Some(folder) = std::env::var_os("CANOPY_PICTURES") else { continue };
                let path = std::path::Path::new(&folder).join(format!("{kind}-{name}-{shade}.png"));
                screen.render().unwrap().save(path).unwrap();
            }
        }
    }
}
