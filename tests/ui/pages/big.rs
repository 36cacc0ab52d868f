//! An authority with thousands of certificates. What they take in time is measured by `benches/frame.rs`.

use canopy::ui::authority::{Column, Filter, Kind, Listing, Query, Sorting};
use canopy::ui::command::AuthorityPage;
use canopy::workspace::{Certificates, Der, Event, Workspace};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::{Arc, LazyLock};

use super::desk::{Desk, Person as _, SAMPLE, Window, window};
use super::trouble::{after, id};

/// More rows than are listed within a frame.
const MANY: u32 = 5_000;
const SERVERS: &str = "Servers Issuing CA";

static BIG: LazyLock<Arc<Workspace>> = LazyLock::new(|| Arc::new(with(MANY)));

/// Of 5,000 numbers each once, in no order.
fn scattered(number: u32) -> u32 {
    number * 2_741 % MANY
}

/// The sample with so many more certificates, all alike but for name and serial number: `0000.robotics.example` to
/// `4999.robotics.example`, in no order.
fn with(count: u32) -> Workspace {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, SERVERS);
    let name = b"wiki.robotics.example";
    let row = sample.certificates().rows(0..usize::MAX).find(|row| row.common_name.starts_with("wiki")).unwrap();
    let der = sample.certificate_body(&row).unwrap();
    let serial = der.windows(16).position(|part| part == row.serial.as_bytes()).unwrap();
    let names: Vec<usize> = (0..der.len() - name.len()).filter(|at| der[*at..].starts_with(name)).collect();
    assert!(!names.is_empty());
    let event = |number: u32| {
        let mut der = der.clone();
        // A factor that is odd gives each its own, in another order than the names.
        der[serial + 1..serial + 5].copy_from_slice(&number.wrapping_mul(0x9e37_79b9).to_be_bytes());
        for at in &names {
            der[*at..*at + 4].copy_from_slice(format!("{:04}", scattered(number)).as_bytes());
        }
        Event::CertificateIssued {
            authority,
            certificate: Der::from(der),
            template: "EndEntityServerAuthCertificate/V1".into(),
            partition: None,
            requested_by: None,
        }
    };
    after(&sample, (0..count).map(event).collect())
}

fn listing(kind: Kind, text: &str, column: Column, descending: bool) -> Listing {
    let filter = Filter { kind, text: text.into(), sorting: Sorting { column, descending } };
    let certificates = BIG.certificates().clone();
    Listing::default().next(&Query { certificates, authority: id(&BIG, SERVERS), filter, now: SAMPLE.now() })
}

fn certificates() -> &'static Certificates {
    BIG.certificates()
}

/// The rows of the sample itself are among them.
fn of_sample() -> usize {
    SAMPLE.snapshot().certificates().counts(id(&BIG, SERVERS)).issued
}

#[test]
fn thousands_are_listed_in_the_order_of_each_column() {
    type Key = fn(&canopy::workspace::CertificateRow<'_>) -> String;
    let by: [(Column, Key); 4] = [
        (Column::Name, |row| row.common_name.to_lowercase()),
        (Column::OtherNames, |row| row.alternative_names.to_lowercase()),
        (Column::Serial, |row| row.serial.to_string()),
        (Column::Issued, |row| format!("{:020} {:06}", row.issued_at.milliseconds(), row.number)),
    ];
    for (column, key) in by {
        let rows = listing(Kind::All, "", column, false).rows;
        assert_eq!(rows.len(), MANY as usize + of_sample());
        let keys: Vec<String> = rows.iter().map(|number| key(&certificates().row(*number as usize).unwrap())).collect();
        assert!(keys.is_sorted(), "{column:?}");
        let mut reversed = listing(Kind::All, "", column, true).rows;
        reversed.reverse();
        assert_eq!(rows, reversed, "{column:?}");
    }
}

#[test]
fn thousands_are_counted_and_found() {
    let all = listing(Kind::All, "", Column::Issued, true);
    for (kind, count) in Kind::EVERY.into_iter().zip(all.counts) {
        assert_eq!(listing(kind, "", Column::Issued, true).rows.len(), count, "{kind:?}");
    }
    // What is all alike is valid.
    assert_eq!(all.counts[0] - all.counts[1], of_sample() - valid_of_sample());
    let found = listing(Kind::Valid, "123.robotics", Column::Name, false).rows;
    let names: Vec<&str> =
        found.iter().map(|number| certificates().row(*number as usize).unwrap().common_name).collect();
    assert_eq!(names, ["0123", "1123", "2123", "3123", "4123"].map(|name| format!("{name}.robotics.example")));
}

fn valid_of_sample() -> usize {
    let query = Query {
        certificates: SAMPLE.snapshot().certificates().clone(),
        authority: id(&BIG, SERVERS),
        filter: Filter { kind: Kind::Valid, ..Filter::default() },
        now: SAMPLE.now(),
    };
    Listing::default().next(&query).rows.len()
}

/// The name of the topmost row in sight.
fn top(window: &Window) -> Option<String> {
    let rows = window.query_all_by_role(Role::Row);
    let top = rows.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    top.and_then(|row| row.accesskit_node().label())
}

/// Frames until the topmost row is this one.
#[track_caller]
fn wait_for_top(window: &mut Window, name: &str) {
    let expected = format!("certificate {name}");
    // The rows are listed off the drawing thread.
    for _ in 0..10_000 {
        if top(window).as_deref() == Some(expected.as_str()) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
        window.step();
    }
    panic!("waited in vain for {expected}, found {:?}", top(window));
}

#[test]
fn only_rows_in_sight_are_drawn_and_a_head_sorts_all_of_them() {
    let desk = Desk::new(BIG.clone(), SAMPLE.now()).at(SERVERS, AuthorityPage::Certificates);
    let mut window = window(desk);
    // The last to be issued.
    wait_for_top(&mut window, &format!("{:04}.robotics.example", scattered(MANY - 1)));
    let shown = window.query_all_by_role(Role::Row).count();
    assert!((10..60).contains(&shown), "{shown} rows are drawn");
    window.press(Role::ColumnHeader, "Name");
    assert!(top(&window).is_some(), "the rows before stay until the new ones come");
    wait_for_top(&mut window, "0000.robotics.example");
    window.press(Role::ColumnHeader, "Name");
    let last = listing(Kind::All, "", Column::Name, true).rows[0];
    wait_for_top(&mut window, certificates().row(last as usize).unwrap().common_name);
}
