//! What a frame costs: `cargo bench --bench frame`.
//!
//! A frame is laid out and turned into triangles as in the window; no graphics card takes part. The tables are for
//! reading; nothing here passes or fails.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that prints tables, for developers")]

use canopy::engine::{Access, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::authority::{AuthorityView, Column, Filter, Kind, Listing, Query, Sorting};
use canopy::ui::command::{AuthorityPage, Commands};
use canopy::ui::context::PageContext;
use canopy::ui::hierarchy::Hierarchy;
use canopy::ui::host::EndpointState;
use canopy::ui::search::authority_name;
use canopy::ui::{sample, theme};
use canopy::workspace::{Actor, AuthorityId, Der, Event, Record, Sha256Digest, Span, Timestamp, Workspace};
use egui::{CentralPanel, Context, Event as Input, FullOutput, Panel, Pos2, RawInput, Rect, pos2, vec2};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Certificates of the large authority, unless `CANOPY_BENCH_CERTIFICATES` says otherwise.
const MANY: u32 = 100_000;
const FRAMES: u32 = 300;
/// What is typed into the filter.
const TYPED: &str = "api.robotics";

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
    let many = std::env::var("CANOPY_BENCH_CERTIFICATES").ok().and_then(|text| text.parse().ok()).unwrap_or(MANY);
    println!("| certificates of the shown authority | first frame, ms | scrolling | idle | keystroke in the filter |");
    println!("|---|---|---|---|---|");
    for count in [0, many] {
        frames(&engine, count);
    }
    listings(&engine, many);
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
        Event::CertificateIssued {
            authority,
            certificate: Der::from(der),
            template: row.template.into(),
            partition: None,
            requested_by: None,
        }
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
    frames: u32,
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn button(pos: Pos2, pressed: bool) -> Input {
    let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
    Input::PointerButton { pos, button, pressed, modifiers }
}

/// A turn of the wheel over the table.
fn wheel() -> Vec<Input> {
    let wheel = Input::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: vec2(0.0, -40.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    };
    vec![Input::PointerMoved(pos2(700.0, 500.0)), wheel]
}

impl Page {
    /// A frame in which these things happen, and what it took.
    fn frame(&mut self, ctx: &Context, events: Vec<Input>) -> (Duration, FullOutput) {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(f64::from(self.frames) / 60.0),
            events,
            ..RawInput::default()
        };
        let start = Instant::now();
        let mut output = ctx.run_ui(input, |ui| self.ui(ui));
        let triangles = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        std::hint::black_box(triangles);
        let elapsed = start.elapsed();
        // No graphics card wants them.
        output.textures_delta.clear();
        (elapsed, output)
    }

    /// Frames until what is listed off the drawing thread is there.
    fn settle(&mut self, ctx: &Context) {
        for _ in 0..200 {
            self.frame(ctx, Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The average of many frames with such an event in each, in milliseconds.
    fn each(&mut self, ctx: &Context, events: impl Fn() -> Vec<Input>) -> f64 {
        let all: Duration = (0..FRAMES).map(|_| self.frame(ctx, events()).0).sum();
        milliseconds(all) / f64::from(FRAMES)
    }

    /// The average frame in which a letter is typed into the filter, in milliseconds.
    fn keystroke(&mut self, ctx: &Context) -> f64 {
        ctx.enable_accesskit();
        let (_, output) = self.frame(ctx, Vec::new());
        let nodes = output.platform_output.accesskit_update.unwrap().nodes;
        let field = nodes.iter().find(|(_, node)| node.role() == egui::accesskit::Role::TextInput).unwrap();
        let place = field.1.bounds().unwrap();
        ctx.disable_accesskit();
        let middle = pos2((place.x0 + place.x1) as f32 / 2.0, (place.y0 + place.y1) as f32 / 2.0);
        for pressed in [true, false] {
            self.frame(ctx, vec![Input::PointerMoved(middle), button(middle, pressed)]);
        }
        assert!(ctx.text_edit_focused(), "the filter has not taken the keyboard");
        let mut all = Duration::ZERO;
        for letter in TYPED.chars() {
            all += self.frame(ctx, vec![Input::Text(letter.into())]).0;
            // The next letter comes while the rows for the one before are being found.
            std::thread::sleep(Duration::from_millis(5));
        }
        milliseconds(all) / TYPED.len() as f64
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let mut commands = Commands::new();
        let authority = shown(&self.workspace);
        let context = PageContext {
            workspace: &self.workspace,
            access: &Access::Unlocked,
            now: self.now,
            certificate: None,
            engine: None,
            date_doubt: None,
            destructions: &[],
            endpoint: &EndpointState::Off,
        };
        Panel::left("tree").exact_size(240.0).show(ui, |ui| {
            self.hierarchy.ui(ui, context, (Some(authority), false), "", &mut commands);
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
        frames: 0,
    };
    let first = milliseconds(page.frame(&ctx, Vec::new()).0);
    page.settle(&ctx);
    let scrolling = page.each(&ctx, wheel);
    let idle = page.each(&ctx, Vec::new);
    let keystroke = page.keystroke(&ctx);
    println!("| {count} | {first:.1} | {scrolling:.2} | {idle:.2} | {keystroke:.2} |");
}

/// What is done off the drawing thread: which rows are shown, and in which order.
fn listings(engine: &Engine, count: u32) {
    let workspace = with(engine, count);
    println!("\n| rows of {count} certificates, off the drawing thread | ms |\n|---|---|");
    let mut listing = Listing::default();
    for (what, text, column) in [
        ("for the first time", "", Column::Issued),
        ("by name", "", Column::Name),
        ("by expiry", "", Column::Expires),
        ("by serial number", "", Column::Serial),
        ("with a text that few have", "pi-eu", Column::Issued),
    ] {
        let query = Query {
            certificates: workspace.certificates().clone(),
            authority: shown(&workspace),
            filter: Filter { kind: Kind::All, text: text.into(), sorting: Sorting { column, descending: true } },
            now: engine.now(),
        };
        let start = Instant::now();
        listing = listing.next(&query);
        println!("| {what} | {:.1} |", milliseconds(start.elapsed()));
    }
}
