//! Requests that nobody would think of: all 23 types, as they should be and not quite, by everybody, with time passing,
//! jobs running, and the workspace locked and reopened in between. Whatever happens: no panic, nothing changed by what
//! was refused, no state that the lifecycle does not have, and the file says all of it again.

mod change;
mod lifecycle;
mod request;
mod step;
mod world;

use crate::desk::Desk;
use canopy::engine::Action;
use proptest::prelude::*;
use request::Picks;
use serde_json::Value;
use world::World;

/// So many cases, or as many as are asked for, as proptest has it.
fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_asked_breaks_a_workspace(partitioned in any::<bool>(), steps in step::steps(1..100)) {
        let mut world = World::new(partitioned);
        steps.iter().for_each(|step| world.take(step));
        world.end();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(3), max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn an_index_tells_the_same_as_the_records(partitioned in any::<bool>(), steps in step::steps(200..300)) {
        let mut world = World::new(partitioned);
        steps.iter().for_each(|step| world.take(step));
        world.go_on_to_an_index();
        world.end();
    }
}

/// A workspace with what an action needs, and a request that is answered there.
pub fn prepared(action: Action) -> (Desk, Value) {
    let mut world = World::new(false);
    world.prepare(action);
    let request = request::of(action, &world, &mut Picks::of(&[]));
    (world.desk, request)
}

/// A request that is always refused would test nothing: the first of each type is answered.
#[test]
fn each_action_has_a_request_that_is_answered() {
    for action in Action::ALL {
        let (desk, request) = prepared(*action);
        let answer = crate::actions::call(&desk, &desk.caller, *action, request.clone());
        assert!(matches!(answer, Ok(Ok(_))), "{}: {request} {answer:?}", action.name());
    }
}
