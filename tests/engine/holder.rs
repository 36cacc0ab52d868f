//! Who finds a workspace held learns by whom, and where that one's endpoint is.

use crate::desk::{Desk, options};
use canopy::engine::{Access, Engine, Error};
use canopy::workspace::Holder;

#[test]
fn the_endpoint_of_the_holder_is_found_while_it_runs() {
    let desk = Desk::new();
    let other = Engine::open(&desk.path(), desk.environment(), &options()).unwrap().0;
    assert!(matches!(other.access(), Access::ReadOnly(_)));
    let holder =
        |endpoint: Option<&str>| Some(Holder { pid: Some(std::process::id()), endpoint: endpoint.map(str::to_owned) });
    assert_eq!(other.holder(), holder(None));
    desk.engine.announce(Some("http://127.0.0.1:8560")).unwrap();
    assert_eq!(other.holder(), holder(Some("http://127.0.0.1:8560")));
    desk.engine.announce(None).unwrap();
    assert_eq!(other.holder(), holder(None));
    assert_eq!(desk.engine.holder(), None, "it is held here");
    for bad in ["127.0.0.1:8560", "http://127.0.0.1:8560/", "http://127.0.0.1", "http://a\n1:1"] {
        let Err(error) = desk.engine.announce(Some(bad)) else { panic!("{bad}") };
        assert_eq!(error.code(), "InvalidArgsException");
    }
    assert!(matches!(other.announce(Some("http://127.0.0.1:1")), Err(Error::ReadOnly(_))));
    assert_eq!(other.holder(), holder(None));
}
