//! An authority whose CRL is partitioned: its shards on the Revocation page, and what is told of them elsewhere.

use canopy::ui::attention::Attention;
use canopy::ui::command::{AuthorityPage, Command};
use canopy::workspace::{
    AuthorityId, CrlPartitionId, CrlType, Event, RevocationConfiguration, Sha256Digest, Timestamp, Workspace,
};
use egui::accesskit::Role;
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, window};
use super::trouble::{after, id};

const SERVERS: &str = "Servers Issuing CA";
const DAY: i64 = 24 * 60 * 60;

fn shard(number: u8) -> CrlPartitionId {
    CrlPartitionId::from_random([number; 16])
}

fn opened(authority: AuthorityId, number: u8) -> Event {
    let partition = shard(number);
    let key = format!("crl/{authority}/{partition}.crl");
    let address = format!("urn:uuid:{partition}");
    Event::CrlPartitionOpened { authority, partition, bucket: "published".into(), key, address }
}

/// A shard that was signed, for so many days from now, with so many entries, and written.
fn written(authority: AuthorityId, number: u8, days: i64, entries: u64) -> Vec<Event> {
    let (partition, now) = (Some(shard(number)), SAMPLE.now());
    let next_update = Timestamp::from_seconds(now.seconds() + days * DAY);
    let sha256 = Sha256Digest::of(&[number]);
    let key = format!("crl/{authority}/{}.crl", shard(number));
    vec![
        Event::CrlSigned { authority, number: 9, this_update: now, next_update, entries, sha256, partition },
        Event::CrlPublished { authority, number: 9, bucket: "published".into(), key, partition },
    ]
}

/// The sample with a CRL that is partitioned from now on, and then these events.
fn partitioned(events: impl FnOnce(AuthorityId) -> Vec<Event>) -> Workspace {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, SERVERS);
    let mut configuration: RevocationConfiguration =
        sample.authority(authority).unwrap().revocation_configuration.clone();
    configuration.crl_configuration.as_mut().unwrap().crl_type = Some(CrlType::Partitioned);
    let updated = Event::AuthorityUpdated { authority, status: None, revocation_configuration: Some(configuration) };
    after(&sample, std::iter::once(updated).chain(events(authority)).collect())
}

fn two(authority: AuthorityId) -> Vec<Event> {
    let mut events = vec![opened(authority, 1), opened(authority, 2)];
    events.extend(written(authority, 1, 6, 12));
    events.extend(written(authority, 2, 4, 1));
    events
}

fn desk(workspace: Workspace) -> Desk {
    Desk::new(Arc::new(workspace), SAMPLE.now()).at(SERVERS, AuthorityPage::Revocation)
}

#[test]
fn each_shard_has_a_row_that_leads_to_its_list() {
    let mut window = window(desk(partitioned(two)));
    let name = |number: u8| shard(number).to_string().chars().take(8).collect::<String>();
    let first = format!("{}, 0 certificates, 12 entries, 6 days left", name(1));
    let second = format!("{}, 0 certificates, open, 1 entry, 4 days left", name(2));
    for words in ["Partitioned, valid 7 days", "2 shards"] {
        assert!(window.sees(Role::Label, words) || window.sees(Role::Heading, words), "{words}");
    }
    for row in [&first, &second] {
        assert!(window.sees(Role::ListItem, row), "{row}");
    }
    window.press(Role::ListItem, &first);
    let asked = window.asked();
    assert!(matches!(asked[..], [Command::InspectList(_, found)] if found == Some(shard(1))), "{asked:?}");
}

#[test]
fn the_complete_list_from_before_has_its_row() {
    let mut window = window(desk(partitioned(two)));
    let row = "Complete list, for certificates from before, 2 entries, 7 days left";
    window.press(Role::ListItem, row);
    let asked = window.asked();
    assert!(matches!(asked[..], [Command::InspectList(_, None)]), "{asked:?}");
}

#[test]
fn before_the_first_shard_it_says_what_opens_one() {
    let window = window(desk(partitioned(|_| Vec::new())));
    assert!(window.sees(Role::Label, "The first shard is opened by the next certificate."));
}

#[test]
fn the_worst_shard_is_what_needs_a_person() {
    let of = |workspace: &Workspace, now| Attention::of(workspace.authority(id(workspace, SERVERS)).unwrap(), now);
    let sound = partitioned(two);
    assert_eq!(of(&sound, SAMPLE.now()), []);
    let late = SAMPLE.now().plus_milliseconds(5 * DAY * 1000);
    assert_eq!(of(&sound, late), [Attention::CrlLate { by: DAY }]);
    let failed = partitioned(|authority| {
        let partition = Some(shard(1));
        let reason = "No space is left.".to_owned();
        two(authority).into_iter().chain([Event::CrlFailed { authority, reason, partition }]).collect()
    });
    assert!(matches!(of(&failed, SAMPLE.now())[..], [Attention::CrlFailed { attempts: 1, .. }]));
    let missing = partitioned(|authority| vec![opened(authority, 1)]);
    assert_eq!(of(&missing, SAMPLE.now()), [Attention::CrlMissing]);
}
