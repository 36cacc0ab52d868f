//! The Home page, and the first screen when no workspace is open.

mod activity;
mod destructions;
mod expiring;
mod first_run;
mod sections;
mod waiting;

pub use activity::{Line, lines};
pub use expiring::{AHEAD, Expirations, Expiring, months};
pub use first_run::{FirstRun, Recent};
pub use waiting::{needs_unlocking, waiting};

use super::ask::Select;
use super::attention::Attention;
use super::command::{AuthorityPage, Command, Commands, ManagedAct};
use super::context::PageContext;
use super::derived::{AT_ONCE, Derived};
use super::kit::{Button, Icon, Label, Note, Timeline, TimelineRow, empty_state_ui, section_heading_with_ui};
use super::managed;
use super::page;
use super::theme::{Type, UiTokens as _};
use super::words;
use crate::engine::Access;
use crate::workspace::{Authority, CertificateAuthorityStatus};
use egui::{Rect, Ui, UiBuilder, vec2};
use std::sync::Arc;

/// What expires next, what waits, CRL health and what happened lately.
#[derive(Default)]
pub struct HomePage {
    expirations: Derived<(u64, i64), Arc<Expirations>>,
    care: Derived<(u64, i64), Arc<Care>>,
    activity: Derived<u64, Arc<Vec<Line>>>,
}

/// What needs care, worked out once for each state and minute.
#[derive(Default)]
struct Care {
    /// What needs a person, the most urgent first.
    waiting: Vec<(Arc<Authority>, Attention)>,
    /// The managed certificates that need a person, those first that end first.
    renewals: Vec<managed::Row>,
    /// The authorities that publish a CRL, those in trouble first.
    crls: Vec<Arc<Authority>>,
}

impl HomePage {
    /// Shows the page.
    pub fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let empty = context.workspace.authorities().next().is_none();
        let care = self.care(ui, context);
        header_ui(ui, context, empty, care.waiting.len() + care.renewals.len(), commands);
        if empty {
            return empty_ui(ui, context, commands);
        }
        let (workspace, now) = (context.workspace.clone(), context.now);
        let key = (context.workspace.head().seq, now.seconds().div_euclid(60));
        let long = workspace.certificates().len() > AT_ONCE;
        let compute = move || Arc::new(Expirations::of(&workspace, now));
        let expirations = self.expirations.get(ui.ctx(), key, long, compute).cloned();
        let workspace = context.workspace.clone();
        let activity = self.activity.get(ui.ctx(), key.0, false, move || Arc::new(lines(&workspace, 7))).cloned();
        page::body_ui(ui, "home", |ui| {
            locked_ui(ui, context, commands);
            destructions::doubtful_ui(ui, context, commands);
            timeline_ui(ui, context, expirations.as_deref(), commands);
            ui.add_space(28.0);
            sections_ui(ui, context, &care, activity.as_deref().map_or(&[], Vec::as_slice), commands);
        });
    }

    fn care(&mut self, ui: &Ui, context: PageContext<'_>) -> Arc<Care> {
        let key = (context.workspace.head().seq, context.now.seconds().div_euclid(60));
        let (workspace, now) = (context.workspace.clone(), context.now);
        let compute = move || {
            Arc::new(Care {
                waiting: waiting(&workspace, now),
                renewals: managed::in_trouble(&workspace, now),
                crls: sections::with_crl(&workspace, now),
            })
        };
        self.care.get(ui.ctx(), key, false, compute).cloned().unwrap_or_default()
    }
}

fn header_ui(ui: &mut Ui, context: PageContext<'_>, empty: bool, attention: usize, commands: &mut Commands) {
    let authorities = context.workspace.authorities().count();
    let certificates = context.workspace.certificates().len();
    let mut facts = match attention {
        0 => vec!["Nothing needs attention".to_owned()],
        1 => vec!["1 thing needs attention".to_owned()],
        some => vec![format!("{} things need attention", words::count(some))],
    };
    if empty {
        facts = vec!["A new workspace".to_owned()];
    } else {
        facts.push(words::counted(authorities, "authority"));
        facts.push(words::counted(certificates, "certificate"));
    }
    page::header_ui(ui, "Home", None, &facts, |ui| {
        if empty {
            return;
        }
        if ui.add(Button::secondary("Managed certificates").icon(Icon::RefreshCw)).clicked() {
            commands.push(Command::Managed(ManagedAct::Show));
        }
        let active = CertificateAuthorityStatus::Active;
        let can = context.workspace.authorities().any(|authority| authority.status(context.now) == active);
        let blocked = context.blocked().or((!can).then_some("No authority is active"));
        let button = Button::primary("Issue certificate…").icon(Icon::Plus);
        if ui.add(button.blocked(blocked)).clicked() {
            commands.push(Command::Issue(None));
        }
    });
}

/// Before the first authority there is one obvious act.
fn empty_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    let place = ui.available_rect_before_wrap().shrink2(vec2(page::padding(ui), 24.0));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        locked_ui(ui, context, commands);
        let button = Button::primary("Create root CA…").icon(Icon::Plus).blocked(context.blocked());
        let advice = "Trust begins with a root. Subordinate CAs and certificates come from it";
        if empty_state_ui(ui, Icon::ShieldCheck, "No authorities yet", advice, button).clicked() {
            commands.push(Command::NewRoot);
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let color = ui.tokens().text2;
            ui.add(Label::new("Your root is somewhere else?", Type::Small).color(color).height(20.0));
            if ui.add(Button::link("Create a subordinate CA…").blocked(context.blocked())).clicked() {
                commands.push(Command::NewSubordinate(None));
            }
            ui.add(Label::new("and have its CSR signed there", Type::Small).color(color).height(20.0));
        });
    });
}

/// While locked: what waits, and the way out.
fn locked_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    if *context.access != Access::Locked {
        return;
    }
    let waits = needs_unlocking(context.workspace, context.destructions, context.now);
    let words = match waits.is_empty() {
        true => "Everything can be looked at. To sign, issue or revoke, unlock it.".to_owned(),
        false => format!("Waits for unlocking: {}.", waits.join(", ")),
    };
    let note = if waits.is_empty() { Note::quiet(&words) } else { Note::warn(&words) };
    note.title("The workspace is locked").show_with(ui, |ui| {
        ui.add_space(8.0);
        if ui.add(Button::secondary("Unlock…").icon(Icon::LockOpen).compact()).clicked() {
            commands.push(Command::Unlock);
        }
    });
    ui.add_space(20.0);
}

fn timeline_ui(ui: &mut Ui, context: PageContext<'_>, expirations: Option<&Expirations>, commands: &mut Commands) {
    let aside = format!("next {AHEAD} days");
    let color = ui.tokens().text2;
    section_heading_with_ui(ui, "Expires next", &aside, |ui| {
        let more = expirations.map_or(0, |found| found.ahead.saturating_sub(found.rows.len()));
        if more > 0 {
            let words = format!("and {} more", words::count(more));
            ui.add(Label::new(&words, Type::Small).color(color));
        }
    });
    ui.add_space(4.0);
    let Some(found) = expirations else {
        ui.add(Label::new("Looking through the certificates…", Type::Body).color(color).height(28.0));
        return;
    };
    if found.rows.is_empty() {
        let words = format!("Nothing expires in the next {AHEAD} days");
        ui.add(Label::new(&words, Type::Body).color(color).height(28.0));
        return;
    }
    let names = if ui.available_width() < 860.0 { 200.0 } else { 248.0 };
    let timeline = Timeline { names, links: 72.0, days: AHEAD as f32 };
    let months = months(context.now);
    let months: Vec<(f32, &str)> = months.iter().map(|(day, name)| (*day, name.as_str())).collect();
    timeline.axis_ui(ui, &months, found.rows.len());
    for row in &found.rows {
        let words = if row.days == 0 { "today".to_owned() } else { words::days(row.days) };
        let shown = TimelineRow { icon: row.icon, name: &row.name, days: row.days, words: &words };
        if shown.show(ui, timeline).clicked() {
            lead_to(&row.select, commands);
        }
    }
}

/// Shows an authority, or a certificate among those of its authority.
fn lead_to(select: &Select, commands: &mut Commands) {
    commands.push(Command::Select(select.clone()));
    if matches!(select, Select::Certificate(_)) {
        commands.push(Command::Show(AuthorityPage::Certificates));
    }
}

/// Three columns, two where there is less room, and one below the other where there is too little.
fn sections_ui(ui: &mut Ui, context: PageContext<'_>, care: &Care, activity: &[Line], commands: &mut Commands) {
    let width = ui.available_width();
    let columns = match width {
        860.0.. => 3,
        560.0..860.0 => 2,
        _ => 1,
    };
    let gap = 32.0;
    let column = ((width - gap * (columns - 1) as f32) / columns as f32).floor();
    let top = ui.cursor().min;
    let (mut bottom, mut row) = (top.y, top.y);
    for section in 0..3 {
        let x = section % columns;
        if x == 0 && section > 0 {
            row = bottom + 28.0;
        }
        let wide = if section + 1 == 3 && columns == 2 { width } else { column };
        let place = Rect::from_min_size(egui::pos2(top.x + x as f32 * (column + gap), row), vec2(wide, 0.0));
        let mut ui = ui.new_child(UiBuilder::new().max_rect(place).id_salt(("section", section)));
        ui.spacing_mut().item_spacing.y = 0.0;
        match section {
            0 => sections::waiting_ui(&mut ui, context, &care.waiting, &care.renewals, commands),
            1 => sections::crl_health_ui(&mut ui, context, &care.crls, commands),
            _ => sections::activity_ui(&mut ui, context, activity, commands),
        }
        bottom = bottom.max(ui.min_rect().bottom());
    }
    ui.allocate_space(vec2(width, bottom - top.y));
}
