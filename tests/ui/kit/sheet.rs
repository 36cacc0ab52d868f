//! The component sheet: every part and state on one picture, at the places of the design's own sheet.

use canopy::engine::Source;
use canopy::ui::{
    kit::{
        Badge, Button, Checkbox, Chip, Field, Icon, Label, LabelPlace, Note, Problem, Radio, Segmented, SourceTag,
        Status, StatusLine, Toasts, ValidityBar, empty_state_ui, left_label_ui, paint, table,
    },
    theme::{Theme, Type, UiTokens as _},
};
use egui::{Key, Rect, Ui, UiBuilder, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::harness::{WINDOW, builder, snapshot};

const SOURCES: [Source; 7] =
    [Source::You, Source::Api, Source::Csr, Source::Template, Source::Authority, Source::Canopy, Source::Default];

struct Sheet {
    organization: String,
    common_name: String,
    address: String,
    validity: usize,
    publish: bool,
    partitioned: bool,
    toasts: Toasts<()>,
}

/// A ui whose top left is at (`x`, `y`).
fn at<R>(ui: &mut Ui, x: f32, y: f32, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let place = Rect::from_min_size(pos2(x, y), vec2(width, 400.0));
    add(&mut ui.new_child(UiBuilder::new().max_rect(place).id_salt((x as i32, y as i32))))
}

fn sheet_ui(ui: &mut Ui, sheet: &mut Sheet) {
    type_ui(ui);
    surfaces_ui(ui);
    status_ui(ui);
    buttons_ui(ui);
    fields_ui(ui, sheet);
    chips_ui(ui);
    rows_ui(ui);
    bars_ui(ui);
    blocks_ui(ui, sheet);
}

fn heading(ui: &mut Ui, x: f32, y: f32, words: &str) {
    at(ui, x, y - 10.0, 300.0, |ui| ui.add(Label::new(words, Type::Heading).height(20.0)));
}

fn type_ui(ui: &mut Ui) {
    heading(ui, 32.0, 37.0, "Type");
    let samples = [
        (68.0, "Your own CAs", Type::Display, "Display 26 semibold"),
        (104.0, "Prod Issuing CA", Type::Title, "Title 20 semibold"),
        (131.0, "Expires next", Type::Heading, "Heading 14 semibold"),
        (156.0, "postgres-a.acme.example", Type::Name, "Name 13 medium"),
        (182.0, "This workspace, encrypted", Type::Body, "Body 13 regular"),
        (208.0, "Expires in 26 days", Type::Small, "Small 12 regular"),
        (234.0, "Next update", Type::Caption, "Caption 11 medium"),
        (260.0, "4A1F09D27C3B5E88", Type::Mono, "Mono 12"),
        (286.0, "SEQUENCE 01cf", Type::MonoSmall, "Mono small 11"),
    ];
    for (y, words, kind, name) in samples {
        at(ui, 32.0, y - 16.0, 300.0, |ui| ui.add(Label::new(words, kind).height(32.0)));
        let color = ui.tokens().text3;
        paint::words_right(ui.painter(), pos2(408.0, y), name, Type::CaptionRegular, color);
    }
}

fn surfaces_ui(ui: &mut Ui) {
    heading(ui, 32.0, 337.0, "Surfaces and lines");
    let t = ui.tokens();
    let surfaces = [
        ("chrome", t.chrome),
        ("page", t.page),
        ("raised", t.raised),
        ("sunken", t.sunken),
        ("hover", t.hover),
        ("pressed", t.pressed),
        ("selected", t.selected),
    ];
    for (index, (name, color)) in surfaces.into_iter().enumerate() {
        let rect = Rect::from_min_size(pos2(32.0 + 55.0 * index as f32, 356.0), vec2(48.0, 48.0));
        paint::fill(ui.painter(), rect, 6, color);
        paint::edge(ui.painter(), rect, 6, t.border);
        let center = pos2(rect.center().x, 418.0);
        paint::words_center(ui.painter(), center, name, Type::CaptionRegular, t.text2);
    }
}

fn status_ui(ui: &mut Ui) {
    heading(ui, 32.0, 461.0, "Status");
    let words = [
        "Active",
        "Expires in 12 days",
        "Revoked · key compromise",
        "Expired 3 days ago",
        "Pending certificate",
        "Disabled",
        "Deleted, 23 days left",
    ];
    for (index, (status, words)) in Status::ALL.into_iter().zip(words).enumerate() {
        let y = 486.0 + 28.0 * index as f32;
        at(ui, 32.0, y, 180.0, |ui| ui.add(StatusLine(status, words)));
        at(ui, 224.0, y, 200.0, |ui| ui.add(Badge(status, words)));
    }
    heading(ui, 32.0, 713.0, "Sources");
    at(ui, 32.0, 731.0, 500.0, |ui| ui.horizontal(|ui| SOURCES.map(|source| ui.add(SourceTag(source)))));
}

fn buttons_ui(ui: &mut Ui) {
    heading(ui, 456.0, 37.0, "Buttons");
    let names = ["Primary", "Secondary", "Ghost", "Danger, in dialogs", "Danger, on a page"];
    for (index, name) in names.into_iter().enumerate() {
        let color = ui.tokens().text2;
        let left = pos2(456.0, 72.0 + 40.0 * index as f32);
        paint::words(ui.painter(), left, name, Type::CaptionRegular, color);
    }
    at(ui, 576.0, 56.0, 400.0, |ui| {
        ui.spacing_mut().item_spacing = vec2(16.0, 8.0);
        ui.horizontal(|ui| {
            ui.add(Button::primary("Issue certificate…"));
            ui.add(Button::primary("Not possible yet").blocked(Some("The CSR is missing")));
        });
        ui.horizontal(|ui| {
            ui.add(Button::secondary("Renew…"));
            ui.add(Button::secondary("Focused"));
            ui.add(Button::secondary("Copy PEM").icon(Icon::Copy));
        });
        ui.add(Button::ghost("Compare…"));
        ui.add(Button::danger("Revoke certificate"));
        ui.add(Button::danger_text("Revoke…"));
    });
}

fn fields_ui(ui: &mut Ui, sheet: &mut Sheet) {
    heading(ui, 456.0, 285.0, "Fields");
    let left = |name| Field::new(name).place(LabelPlace::Left(120.0)).width(248.0);
    at(ui, 456.0, 304.0, 400.0, |ui| left("Organization").show(ui, &mut sheet.organization));
    at(ui, 456.0, 348.0, 400.0, |ui| left("Common name").show(ui, &mut sheet.common_name));
    at(ui, 456.0, 392.0, 400.0, |ui| {
        let problem = Problem { words: "Each part is at most 255", code: Some("InvalidArgsException") };
        left("IP address").problem(Some(problem)).show(ui, &mut sheet.address)
    });
    at(ui, 456.0, 472.0, 400.0, |ui| left_label_ui(ui, "Validity", 120.0, 32.0));
    at(ui, 576.0, 472.0, 400.0, |ui| {
        Segmented::new("Validity", &["30 days", "90 days", "Until…"]).show(ui, &mut sheet.validity)
    });
    at(ui, 456.0, 516.0, 400.0, |ui| left_label_ui(ui, "CRL", 120.0, 32.0));
    at(ui, 576.0, 518.0, 400.0, |ui| ui.add(Checkbox::new(&mut sheet.publish, "Publish")));
    at(ui, 672.0, 518.0, 400.0, |ui| ui.add(Checkbox::new(&mut sheet.partitioned, "Partitioned")));
    at(ui, 576.0, 550.0, 400.0, |ui| ui.add(Radio::new(true, "Daily")));
    at(ui, 672.0, 550.0, 400.0, |ui| ui.add(Radio::new(false, "Weekly")));
}

fn chips_ui(ui: &mut Ui) {
    heading(ui, 456.0, 605.0, "Chips");
    at(ui, 456.0, 624.0, 600.0, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.horizontal(|ui| {
            ui.add(Chip::new("All", true).count("1,284"));
            ui.add(Chip::new("Expiring", false).count("19"));
            ui.add(Chip::new("Template", false).chevron());
        });
    });
}

fn rows_ui(ui: &mut Ui) {
    heading(ui, 880.0, 37.0, "Tree and table rows, 28 high");
    let t = ui.tokens();
    for (index, name) in ["Rest", "Hover", "Selected"].into_iter().enumerate() {
        let rect = Rect::from_min_size(pos2(880.0, 56.0 + 28.0 * index as f32), vec2(368.0, 28.0));
        table::paint_row(ui.painter(), rect, index == 2, index == 1, t);
        let cells: Vec<_> = table::cells(rect, 12.0, &[108.0, 120.0, 88.0]).collect();
        table::paint_name(ui.painter(), cells[0], name, false, t);
        Status::Active.paint_line(ui.painter(), cells[1].left_center(), "Active", 90.0, t);
        table::paint_expires(ui.painter(), cells[2], "34 days", 34, false, t);
        if index == 1 {
            Icon::Ellipsis.paint(ui.painter(), pos2(1230.0, rect.center().y), 14.0, t.text);
        }
    }
}

fn bars_ui(ui: &mut Ui) {
    heading(ui, 880.0, 185.0, "Validity and expiry");
    let warn = ui.tokens().warn_mark;
    at(ui, 880.0, 212.0, 368.0, |ui| ui.add(ValidityBar::new(0.548, "22 Jan 2022", "1,521 days left", "22 Jan 2031")));
    at(ui, 880.0, 256.0, 368.0, |ui| {
        ui.add(ValidityBar::new(0.93, "18 Dec 2025", "12 days left", "5 Dec 2026").color(warn))
    });
}

fn blocks_ui(ui: &mut Ui, sheet: &mut Sheet) {
    heading(ui, 880.0, 329.0, "Note");
    at(ui, 880.0, 348.0, 368.0, |ui| {
        Note::warn("Clients that cached CRL 418 trust it for up to 6 more days, unless they use OCSP").show(ui)
    });
    heading(ui, 880.0, 445.0, "Toast");
    sheet.toasts.show(ui.ctx(), Rect::from_min_max(pos2(0.0, 0.0), pos2(1264.0, 528.0)));
    heading(ui, 880.0, 557.0, "Empty state");
    at(ui, 880.0, 576.0, 368.0, |ui| {
        let button = Button::primary("Issue certificate…").icon(Icon::Plus);
        let advice = "Drop a CSR here, or start from a new key";
        empty_state_ui(ui, Icon::FileBadge, "No certificates yet", advice, button)
    });
}

fn picture(theme: Theme, name: &str) {
    let sheet = Sheet {
        organization: "Acme GmbH".to_owned(),
        common_name: "api.acme.example".to_owned(),
        address: "10.20.0.412".to_owned(),
        validity: 1,
        publish: true,
        partitioned: false,
        toasts: Toasts::default(),
    };
    let mut first = true;
    let mut harness = builder(WINDOW, theme).build_ui_state(
        move |ui, sheet: &mut Sheet| {
            if std::mem::take(&mut first) {
                sheet.toasts.done_then(ui.ctx(), "Issued api.acme.example", "Download chain", ());
            }
            let page = ui.tokens().page;
            paint::fill(ui.painter(), ui.max_rect(), 0, page);
            sheet_ui(ui, sheet);
        },
        sheet,
    );
    harness.get_by_role_and_label(Role::Button, "Focused").focus();
    harness.run_steps(2);
    assert_eq!(harness.query_all_by_role(Role::CheckBox).count(), 2);
    harness.key_press(Key::F12);
    harness.run_steps(1);
    snapshot(&mut harness, name);
}

#[test]
fn components_in_the_dark() {
    picture(Theme::Dark, "components-dark");
}

#[test]
fn components_in_the_light() {
    picture(Theme::Light, "components-light");
}
