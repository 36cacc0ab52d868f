//! A hundred thousand certificates. Building them takes a while, so these tests run when asked for:
//! `cargo test --test ui big -- --ignored --nocapture`.

use canopy::ui::authority::{Column, Filter, Kind, Listing, Query, Sorting};
use canopy::ui::command::AuthorityPage;
use canopy::workspace::{Der, Event, Workspace};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;
use std::time::Instant;

use super::desk::{Desk, Person as _, SAMPLE, window};
use super::trouble::{after, id};

/// The sample with `count` more certificates, all alike but for their serial numbers.
fn with(count: u32) -> Workspace {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, "Servers Issuing CA");
    let row = sample.certificates().rows(0..usize::MAX).find(|row| row.common_name.starts_with("api")).unwrap();
    let der = sample.certificate_body(&row).unwrap();
    let serial = row.serial.as_bytes();
    let at = der.windows(16).position(|part| part == serial).unwrap();
    let event = |number: u32| {
        let mut der = der.clone();
        // Not in the order of issuance, so that sorting has something to do.
        let scattered = number.wrapping_mul(0x9e37_79b9);
        der[at + 1..at + 5].copy_from_slice(&scattered.to_be_bytes());
        Event::CertificateIssued {
            authority,
            certificate: Der::from(der),
            template: "EndEntityServerAuthCertificate/V1".into(),
        }
    };
    after(&sample, (1..=count).map(event).collect())
}

#[test]
#[ignore = "builds 100,000 certificates"]
fn a_hundred_thousand_rows_are_listed_off_the_drawing_thread() {
    let workspace = Arc::new(with(100_000));
    let query = |kind, text: &str, column| Query {
        certificates: workspace.certificates().clone(),
        authority: id(&workspace, "Servers Issuing CA"),
        filter: Filter { kind, text: text.into(), sorting: Sorting { column, descending: false } },
        now: SAMPLE.now(),
    };
    let mut listing = Listing::default();
    for (what, query) in [
        ("first", query(Kind::All, "", Column::Issued)),
        ("by name", query(Kind::All, "", Column::Name)),
        ("by expiry", query(Kind::All, "", Column::Expires)),
        ("by serial", query(Kind::All, "", Column::Serial)),
        ("text", query(Kind::Valid, "pi-eu", Column::Issued)),
    ] {
        let start = Instant::now();
        listing = listing.next(&query);
        println!("{what}: {} rows in {:?}", listing.rows.len(), start.elapsed());
        assert!(listing.rows.len() >= 100_000 || what == "text");
    }
    let desk = Desk::new(workspace, SAMPLE.now()).at("Servers Issuing CA", AuthorityPage::Certificates);
    let mut window = window(desk);
    let end = Instant::now() + std::time::Duration::from_secs(60);
    while window.query_all_by_role(Role::Row).next().is_none() {
        assert!(Instant::now() < end);
        window.step();
    }
    let frames = 60;
    let start = Instant::now();
    for _ in 0..frames {
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::vec2(0.0, -40.0),
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        });
        window.step();
    }
    println!("{:?} a frame while scrolling", start.elapsed() / frames);
    let shown = window.query_all_by_role(Role::Row).count();
    assert!(shown < 60, "only rows in sight are drawn: {shown}");
    window.press(Role::ColumnHeader, "Name");
    assert!(window.query_all_by_role(Role::Row).next().is_some(), "the rows before stay until the new ones come");
}
