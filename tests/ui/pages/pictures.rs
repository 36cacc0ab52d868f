//! Pictures of the pages, written only where `CANOPY_PICTURES` names a folder.

use canopy::ui::command::AuthorityPage;
use canopy::ui::theme::Theme;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, Window, sized};
use super::lifecycle::{deleted, tag, tagged};
use super::trouble::troubled;
use canopy::engine::{ClockDoubt, Destruction};

const DAY: i64 = 24 * 60 * 60 * 1000;

const SIZES: [(&str, [f32; 2]); 2] = [("wide", [1280.0, 732.0]), ("narrow", [1000.0, 632.0])];
const THEMES: [(&str, Theme); 2] = [("dark", Theme::Dark), ("light", Theme::Light)];

fn keep(window: &mut Window, name: &str) {
    let Some(folder) = std::env::var_os("CANOPY_PICTURES") else { return };
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    window.render().unwrap().save(path).unwrap();
}

/// Every page in every theme and size; that none panics is tested without pictures too.
#[test]
fn every_page_is_drawn_in_both_themes_and_sizes() {
    for (theme_name, theme) in THEMES {
        for (size_name, size) in SIZES {
            let picture = |name: &str, mut desk: Desk| {
                if size_name == "narrow" {
                    desk.tree_width = 208.0;
                }
                let mut window = sized(desk, size, theme);
                keep(&mut window, &format!("{name}-{size_name}-{theme_name}"));
            };
            picture("home", Desk::sample());
            for (name, page) in [
                ("overview", AuthorityPage::Overview),
                ("certificates", AuthorityPage::Certificates),
                ("revocation", AuthorityPage::Revocation),
            ] {
                picture(name, Desk::sample().at("Servers Issuing CA", page));
                picture(&format!("pending-{name}"), Desk::sample().at("Devices CA", page));
            }
            picture("access", super::access::shared());
            picture("no-access", Desk::sample().at("Servers Issuing CA", AuthorityPage::Access));
            let troubled = || Desk::new(Arc::new(troubled()), SAMPLE.now().plus_milliseconds(20 * DAY));
            picture("trouble-home", troubled());
            picture("trouble-overview", troubled().at("Servers Issuing CA", AuthorityPage::Overview));
            picture("trouble-revocation", troubled().at("Servers Issuing CA", AuthorityPage::Revocation));
            let mut locked = troubled();
            locked.access = canopy::engine::Access::Locked;
            picture("locked-home", locked);
            let new = super::home::empty();
            let now = new.head().at;
            picture("empty-home", Desk::new(Arc::new(new), now));
            let tags = [("env", Some("production")), ("owner", Some("pki-team@robotics.example")), ("pilot", None)];
            let tags = tags.map(|(key, value)| tag(key, value)).to_vec();
            picture(
                "tags",
                Desk::new(Arc::new(tagged(tags)), SAMPLE.now()).at("Servers Issuing CA", AuthorityPage::Tags),
            );
            picture("no-tags", Desk::sample().at("Servers Issuing CA", AuthorityPage::Tags));
            let gone = || Arc::new(deleted("Servers Issuing CA", 23));
            let later = |days| SAMPLE.now().plus_milliseconds(days * DAY);
            picture("deleted", Desk::new(gone(), later(0)).at("Servers Issuing CA", AuthorityPage::Overview));
            picture("deleted-soon", Desk::new(gone(), later(21)));
            let mut doubtful = Desk::new(gone(), later(40));
            doubtful.destructions = vec![(doubtful.named("Servers Issuing CA").id(), Destruction::Doubtful)];
            doubtful.date_doubt = Some(ClockDoubt::Ahead { now: later(40), last: SAMPLE.now() });
            picture("deleted-doubtful", doubtful);
            picture("root-overview", Desk::sample().at("Robotics Root G1", AuthorityPage::Overview));
        }
    }
}

/// The table with several rows selected, and its menu.
#[test]
fn the_selection_and_the_menu_are_drawn() {
    for (theme_name, theme) in THEMES {
        let desk = Desk::sample().at("Servers Issuing CA", AuthorityPage::Certificates);
        let mut window = sized(desk, [1000.0, 632.0], theme);
        window.press(Role::Row, "certificate api.robotics.example");
        window.type_key(Modifiers::SHIFT, Key::ArrowDown);
        window.type_key(Modifiers::SHIFT, Key::ArrowDown);
        keep(&mut window, &format!("selection-{theme_name}"));
        window.get_by_role_and_label(Role::Row, "certificate kafka-02.robotics.example").click_secondary();
        window.run();
        assert!(window.sees(Role::MenuItem, "Copy 3 rows"));
        keep(&mut window, &format!("row-menu-{theme_name}"));
        window.type_key(Modifiers::NONE, Key::Escape);
        window.press(Role::Button, "More acts");
        keep(&mut window, &format!("authority-menu-{theme_name}"));
    }
}
