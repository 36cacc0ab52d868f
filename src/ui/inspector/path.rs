//! The path from a certificate to its root, with a verdict for each step.

use super::details::hairline;
use super::group::group_ui;
use crate::ui::kit::{Density, Icon, Label, paint, quiet_copy_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::{Item, display};
use crate::x509::path::{self, Failure, Material, Revoked, Rule, Unreadable};
use crate::x509::{Certificate, CertificateList};
use egui::{Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use std::borrow::Borrow;

/// Of how many certificates of a file the paths are looked for.
pub(super) const MOST: usize = 16;
/// How many characters of a name are shown.
const LONGEST: usize = 200;
/// Where the names of the steps begin, right of their icons.
const INDENT: f32 = 24.0;

/// A certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    name: String,
    /// Why it does not hold; nothing when it does.
    failures: Vec<Failure>,
    /// What is known beside, such as that no CRL is at hand.
    notes: Vec<String>,
}

/// The certificate in an item that keeps to RFC 5280.
pub(super) fn certificate(item: &Item) -> Option<&Certificate> {
    match item {
        Item::Certificate(document) => document.strict().ok(),
        _ => None,
    }
}

/// What beside its certificates the items of a file bring to the search for paths.
#[derive(Default)]
pub(super) struct Beside {
    crls: Vec<CertificateList>,
    unreadable: Vec<Unreadable>,
}

impl Beside {
    /// The CRLs among the items, and the certificates that cannot be used.
    pub(super) fn of(items: &[impl Borrow<Item>]) -> Self {
        let mut beside = Self::default();
        for item in items {
            match item.borrow() {
                Item::Crl(document) => beside.crls.extend(document.strict().ok().cloned()),
                Item::Certificate(document) => {
                    let problem = document.strict().err();
                    beside.unreadable.extend(problem.map(|problem| Unreadable::new(document.der(), problem.clone())));
                }
                _ => {}
            }
        }
        beside
    }
}

/// The best path, root first. Where there is no root to reach there is nothing to say. `revoked` says why a certificate
/// does not hold any more, where it was revoked.
pub(super) fn find(
    target: &Certificate,
    pool: &[Certificate],
    roots: &[Certificate],
    beside: &Beside,
    now: i64,
    revoked: Revoked<'_>,
) -> Vec<Step> {
    if roots.is_empty() {
        return Vec::new();
    }
    let material = Material { pool, roots, crls: &beside.crls, unreadable: &beside.unreadable, revoked: Some(revoked) };
    let found = path::find(target, &material, now);
    let mut steps: Vec<Step> = found.steps.into_iter().map(step).collect();
    if let Some(top) = steps.last_mut() {
        top.notes.extend(found.notes);
    }
    steps.reverse();
    steps
}

fn step(step: path::Step) -> Step {
    let subject = step.certificate.subject();
    let name = subject.common_name().unwrap_or_else(|| subject.to_string());
    // A name may be a megabyte, and is laid out in each frame.
    let name: String = name.chars().take(LONGEST).collect();
    Step { name: display::safe(&name).into_owned(), failures: step.failures, notes: step.notes }
}

/// The path to the root, root first.
pub(super) fn path_ui(ui: &mut Ui, path: &[Step], density: Density) {
    if path.is_empty() {
        return;
    }
    hairline(ui);
    let t = ui.tokens();
    let valid = path.iter().all(|step| step.failures.is_empty());
    let verdict = if valid { ("Valid", t.text2) } else { ("Not valid", t.danger) };
    group_ui(ui, "Path to root", Some(verdict), density, |ui| {
        let mut joined = None;
        for (index, step) in path.iter().enumerate() {
            joined = Some(step_ui(ui, step, joined, index + 1 == path.len()));
            reasons_ui(ui, step);
        }
    });
}

/// A step, joined to the middle of the icon above; returns the middle of its own.
fn step_ui(ui: &mut Ui, step: &Step, above: Option<f32>, last: bool) -> f32 {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let center = rect.left_center() + vec2(8.0, 0.0);
    if let Some(above) = above {
        paint::vertical_hairline(ui.painter(), center.x, egui::Rangef::new(above + 7.0, center.y - 7.0), t.border);
    }
    let (icon, color) = match step.failures.is_empty() {
        true => (Icon::CircleCheck, t.ok),
        false => (Icon::CircleX, t.danger_mark),
    };
    icon.paint(ui.painter(), center, 14.0, color);
    let color = if last { t.text } else { t.text2 };
    let seen = ui.rect_contains_pointer(rect);
    let layout = Layout::right_to_left(egui::Align::Center);
    let mut end = ui.new_child(UiBuilder::new().id_salt(&step.name).max_rect(rect).layout(layout));
    let copy = quiet_copy_ui(&mut end, &step.name, &step.name, seen);
    let room = rect.width() - INDENT - if copy { 28.0 } else { 0.0 };
    let line = paint::line(ui.painter(), &step.name, Type::Body, color, room);
    let elided = line.elided;
    paint::galley(ui.painter(), rect.left_center() + vec2(INDENT, 0.0), line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &step.name));
    if elided {
        response.on_hover_text(&step.name);
    }
    center.y
}

/// Each failure with the rule that it breaks, and the notes, below the name of the step.
fn reasons_ui(ui: &mut Ui, step: &Step) {
    if step.failures.is_empty() && step.notes.is_empty() {
        return;
    }
    let t = ui.tokens();
    let mut rect = ui.available_rect_before_wrap();
    rect.min.x += INDENT;
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::top_down(egui::Align::Min)), |ui| {
        for failure in &step.failures {
            ui.add(Label::new(&failure.words, Type::Small).color(t.danger).wrap());
            ui.add(Label::new(&rule(failure.rule), Type::CaptionRegular).color(t.text3).wrap());
            ui.add_space(4.0);
        }
        for note in &step.notes {
            ui.add(Label::new(note, Type::Small).color(t.text2).wrap());
        }
    });
}

/// `Validity · RFC 5280 section 6.1.3 (a)(2)`
fn rule(rule: Rule) -> String {
    format!("{} · {}", rule.title(), rule.section())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{self, Theme};
    use crate::x509::inspect;
    use egui_kittest::kittest::Queryable as _;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

    const DAY: i64 = 86_400;
    const NOTHING: Revoked<'_> = &|_| None;
    /// 1 January 2050, long after the certificates have expired.
    const LATE: i64 = 2_524_608_000;

    fn parameters(name: &str) -> CertificateParams {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.not_after = rcgen::date_time_ymd(2030, 1, 1);
        parameters
    }

    fn root(name: &str) -> CertifiedIssuer<'static, KeyPair> {
        let mut parameters = parameters(name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
    }

    fn read(der: &[u8]) -> Certificate {
        Certificate::from_der(der).unwrap()
    }

    /// The path of a leaf, as it is found at a time.
    fn found(now: i64) -> Vec<Step> {
        let root = root("Root");
        let leaf = parameters("Leaf").signed_by(&KeyPair::generate().unwrap(), &root).unwrap();
        find(&read(leaf.der()), &[], &[read(root.der())], &Beside::default(), now, NOTHING)
    }

    #[test]
    fn a_sound_path_has_no_reasons() {
        let sound = found(LATE - 21 * 365 * DAY);
        let names: Vec<_> = sound.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["Root", "Leaf"]);
        assert!(sound.iter().all(|step| step.failures.is_empty() && step.notes.is_empty()), "{sound:?}");
        let nothing = find(&read(root("Root").der()), &[], &[], &Beside::default(), LATE, NOTHING);
        assert!(nothing.is_empty(), "without roots there is nothing to say");
    }

    #[test]
    fn each_failure_is_shown_with_its_rule() {
        let root = root("Root");
        let leaf = read(parameters("Leaf").signed_by(&KeyPair::generate().unwrap(), &root).unwrap().der());
        let stranger = read(self::root("Root").der());
        let path = find(&leaf, &[], &[stranger], &Beside::default(), LATE, NOTHING);
        let mut harness = egui_kittest::Harness::builder()
            .with_context_setup(|ctx| theme::apply(ctx, Theme::Dark))
            .build_ui(move |ui| path_ui(ui, &path, Density::Inspector));
        harness.run();
        harness.get_by_label("Not valid");
        harness.get_by_label_contains("Not signed by \"Root\"");
        harness.get_by_label("Signature · RFC 5280 section 6.1.3 (a)(1)");
        assert_eq!(harness.get_all_by_label("Validity · RFC 5280 section 6.1.3 (a)(2)").count(), 2);
    }

    #[test]
    fn what_stands_beside_in_a_file_takes_part() {
        let root = root("Root");
        let leaf = parameters("Leaf").signed_by(&KeyPair::generate().unwrap(), &root).unwrap();
        let mut broken = root.der().to_vec();
        let version = broken.windows(5).position(|octets| octets == [0xa0, 3, 2, 1, 2]).unwrap() + 4;
        broken[version] = 9;
        let items = inspect::read(&broken).unwrap();
        let beside = Beside::of(&items);
        assert_eq!((beside.unreadable.len(), beside.crls.len()), (1, 0));
        let path =
            find(&read(leaf.der()), &[], &[read(self::root("Other").der())], &beside, LATE - 21 * 365 * DAY, NOTHING);
        assert!(path[0].failures[0].words.contains("found one from \"Root\" that cannot be read"), "{path:?}");
    }
}
