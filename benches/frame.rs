//! What a frame costs: `cargo bench --bench frame`.
//!
//! A frame is laid out and turned into triangles as in the window; no graphics card takes part. The tables are for
//! reading; nothing here passes or fails.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that prints tables, for developers")]

use canopy::engine::{Access, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::authority::AuthorityView;
use canopy::ui::command::{AuthorityPage, Commands};
use canopy::ui::context::PageContext;
use canopy::ui::hierarchy::Hierarchy;
use canopy::ui::search::authority_name;
use canopy::ui::{sample, theme};
use canopy::workspace::{Actor, AuthorityId, Der, Event, Record, Sha256Digest, Span, Timestamp, Workspace};
use egui::{CentralPanel, Context, Panel, RawInput, Rect, pos2, vec2};
use std::sync::Arc;
use std::time::{Duration, Instant};

const MANY: u32 = 100_000;
const FRAMES: u32 = 300;

fn main() {
    // `cargo test --all-targets` starts benches too, without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.ron");
    let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let options = Options { work_factor: 1, ..Options::default() };
    let engine = sample::build(&path, &environment, &options, "bench").unwrap();
    println!("| certificates of the shown authority | first frame, ms | scrolling, ms a frame | idle, ms a frame |");
    println!("|---|---|---|---|");
    for count in [0, MANY] {
        frames(&engine, count);
    }
}

/// The authority whose certificates are shown.
fn shown(workspace: &Workspace) -> AuthorityId {
    workspace.authorities().find(|found| authority_name(found) == "Servers Issuing CA").unwrap().id()
}

/// The sample with `count` more certificates, alike but for their serial numbers.
fn with(engine: &Engine, count: u32) -> Workspace {
    let workspace = engine.snapshot();
    let authority = shown(&workspace);
    let rows = workspace.certificates();
    let row = rows.rows(0..usize::MAX).find(|row| row.authority == authority).unwrap();
    let der = workspace.certificate_body(&row).unwrap();
    let at = der.windows(16).position(|part| part == row.serial.as_bytes()).unwrap();
    let event = |number: u32| {
        let mut der = der.clone();
        der[at + 1..at + 5].copy_from_slice(&number.wrapping_mul(0x9e37_79b9).to_be_bytes());
        Event::CertificateIssued { authority, certificate: Der::from(der), template: row.template.into() }
    };
    let head = workspace.head();
    let record = Record {
        seq: head.seq + 1,
        at: head.at,
        actor: Actor::Window { user: "bench".into() },
        events: (1..=count).map(event).collect(),
        bodies: vec![Span { offset: 0, len: 0 }; count as usize],
        secrets: Vec::new(),
        hash: Sha256Digest::of(b"bench"),
    };
    workspace.apply(&record).unwrap()
}

struct Page {
    workspace: Workspace,
    now: Timestamp,
    hierarchy: Hierarchy,
    view: AuthorityView,
}

impl Page {
    fn frame(&mut self, ctx: &Context, number: u32, scroll: bool) -> Duration {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(f64::from(number) / 60.0),
            ..RawInput::default()
        };
        input.events.push(egui::Event::PointerMoved(pos2(700.0, 500.0)));
        if scroll {
            input.events.push(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: vec2(0.0, -40.0),
                phase: egui::TouchPhase::Move,
                modifiers: egui::Modifiers::NONE,
                source: egui::MouseWheelSource::Wheel,
            });
        }
        let start = Instant::now();
        let output = ctx.run_ui(input, |ui| self.ui(ui));
        let triangles = ctx.tessellate(output.shapes, output.pixels_per_point);
        std::hint::black_box(triangles);
        start.elapsed()
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let mut commands = Commands::new();
        let authority = shown(&self.workspace);
        let context =
            PageContext { workspace: &self.workspace, access: &Access::Unlocked, now: self.now, certificate: None };
        Panel::left("tree").exact_size(240.0).show(ui, |ui| {
            self.hierarchy.ui(ui, context, Some(authority), "", &mut commands);
        });
        CentralPanel::default()
            .show(ui, |ui| self.view.ui(ui, context, authority, AuthorityPage::Certificates, &mut commands));
    }
}

fn frames(engine: &Engine, count: u32) {
    let ctx = Context::default();
    theme::apply(&ctx, theme::Theme::Dark);
    let mut page = Page {
        workspace: with(engine, count),
        now: engine.now(),
        hierarchy: Hierarchy::default(),
        view: AuthorityView::default(),
    };
    let first = page.frame(&ctx, 0, false);
    // The rows are listed off the drawing thread.
    for number in 1..200 {
        page.frame(&ctx, number, false);
        std::thread::sleep(Duration::from_millis(5));
    }
    let each = |scroll: bool, page: &mut Page| {
        let all: Duration = (0..FRAMES).map(|number| page.frame(&ctx, 200 + number, scroll)).sum();
        all.as_secs_f64() * 1000.0 / f64::from(FRAMES)
    };
    let (scrolling, idle) = (each(true, &mut page), each(false, &mut page));
    println!("| {count} | {:.1} | {scrolling:.2} | {idle:.2} |", first.as_secs_f64() * 1000.0);
}
