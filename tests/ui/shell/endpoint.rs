//! The endpoint in the whole window: started, watched and stopped.

use canopy::engine::{Action, Caller, Engine};
use canopy::ui::App;
use canopy::ui::host::{EndpointOptions, EndpointState, LiveResult, Protection};
use canopy::ui::theme::Theme;
use canopy::workspace::Settings;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use secrecy::ExposeSecret as _;
use std::sync::Arc;
use std::time::Duration;

use super::live::{self, CI, PARTNER};
use super::workspace::sample;
use crate::host::{FakeEndpoint, FakeHost};
use crate::window::{Window, has, labels, statuses};

/// The sample, with the page of the endpoint.
fn window() -> Window {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    window.settle();
    assert!(window.has(Role::Heading, "Endpoint"));
    window
}

/// The same, where it runs.
fn running() -> (Window, Arc<FakeEndpoint>, Arc<Engine>) {
    let mut window = window();
    window.click(Role::Button, "Start");
    let endpoint = window.host.endpoint.clone();
    let engine = endpoint.seen().engine.clone().unwrap();
    (window, endpoint, engine)
}

/// The names of the calls that are listed.
fn listed(harness: &Harness<'static, Option<App>>) -> Vec<String> {
    let rows = harness.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
    rows.filter(|name| name.starts_with("call ")).collect()
}

/// What was put on the clipboard by the last frames.
fn copied(window: &mut Window, role: Role, name: &str) -> String {
    window.harness.get_by_role_and_label(role, name).click();
    let mut found = None;
    for _ in 0..4 {
        window.harness.step();
        let commands = window.harness.output().platform_output.commands.clone();
        found = found.or(commands.into_iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text),
            _ => None,
        }));
    }
    window.settle();
    found.unwrap_or_else(|| panic!("{name} copied nothing"))
}

/// Everything that assistive technology is told.
fn told(harness: &Harness<'static, Option<App>>) -> String {
    let mut all = String::new();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        for text in [node.label(), node.value(), node.data().description().map(str::to_owned)].into_iter().flatten() {
            all.push_str(&text);
            all.push('\n');
        }
    }
    all
}

#[test]
fn it_is_started_and_stopped() {
    let mut window = Window::new(FakeHost::new());
    assert!(!window.has(Role::Button, "Endpoint off"));
    sample(&mut window);
    window.click(Role::Button, "Endpoint off");
    assert!(statuses(&window.harness).contains(&"Off".to_owned()));
    assert!(window.has(Role::Group, "Nothing is listening. Started, it is called by AWS SDKs and tools as they are, and by whoever validates certificates"));
    window.click(Role::Button, "Start");
    let endpoint = window.host.endpoint.clone();
    assert_eq!(endpoint.seen().started, [EndpointOptions::default()]);
    assert!(window.has(Role::Button, "Endpoint 127.0.0.1:8560"));
    let told = statuses(&window.harness);
    assert!(told.contains(&"Running".to_owned()), "{told:?}");
    assert!(told.contains(&"The endpoint answers at http://127.0.0.1:8560".to_owned()), "{told:?}");
    assert!(window.has(Role::Label, "http://127.0.0.1:8560/crl/<CA-ID>.crl"));
    window.click(Role::Button, "Stop");
    assert_eq!(endpoint.seen().state, EndpointState::Off);
    assert!(window.has(Role::Button, "Endpoint off") && window.has(Role::Button, "Start"));
}

#[test]
fn starting_takes_its_time_and_may_fail() {
    let mut window = window();
    let endpoint = window.host.endpoint.clone();
    endpoint.seen().slow = true;
    window.click(Role::Button, "Start");
    assert!(window.has(Role::Button, "Starting") && window.has(Role::Button, "Stop"));
    // Nobody has moved the mouse: the endpoint itself asks to be looked at.
    endpoint.change(|seen| seen.state = EndpointState::Failed("Nothing can listen on 127.0.0.1:8560: in use.".into()));
    window.wait("the failure", |harness| has(harness, Role::Label, "The endpoint does not run"));
    assert!(window.has(Role::Label, "Nothing can listen on 127.0.0.1:8560: in use."));
    window.click(Role::Button, "Edit addresses…");
    assert!(window.has(Role::Heading, "Endpoint addresses"));
}

#[test]
fn where_it_listens_is_remembered_for_this_workspace() {
    let mut window = window();
    window.click(Role::Button, "Edit…");
    let save = |window: &Window, name| {
        let node = window.harness.get_by_role_and_label(Role::Button, name);
        node.accesskit_node().is_disabled()
    };
    assert!(save(&window, "Save addresses"));
    window.focus(Role::TextInput, "Address");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.type_text("10.1.2.3");
    // Off this computer something must be chosen that protects it.
    assert!(save(&window, "Save addresses"));
    window.click(Role::RadioButton, "HTTPS");
    assert!(window.has(Role::ComboBox, "Issued by"));
    window.click(Role::RadioButton, "Plain HTTP");
    window.focus(Role::TextInput, "In certificates");
    window.type_text("pki.example.com:80");
    window.click(Role::Button, "Save addresses");
    let expected = EndpointOptions {
        listen: "10.1.2.3:8560".into(),
        protection: Protection::InsecureHttp,
        advertise: Some("pki.example.com:80".into()),
        ..EndpointOptions::default()
    };
    assert_eq!(window.host.desk().remembered.endpoints[0].1, expected);
    window.click(Role::Button, "Start");
    assert_eq!(window.host.endpoint.seen().started, [expected]);
    // It runs: saving starts it again.
    window.click(Role::Button, "Edit…");
    window.click(Role::CheckBox, "Throttle calls like the service does by default");
    window.click(Role::Button, "Save and start again");
    let seen = window.host.endpoint.seen();
    assert!(seen.started.len() == 2 && seen.started[1].throttle && seen.state.running().is_some());
}

#[test]
fn a_secret_is_shown_once() {
    let mut window = window();
    window.click(Role::Button, "New access key…");
    window.type_text("CI");
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Label, "Secret access key, hidden");
    window.click(Role::Button, "Copy secret access key");
    let secret = window.host.desk().clipboard.clone().unwrap();
    assert!(secret.len() == 40 && statuses(&window.harness).iter().any(|words| words.contains("30 seconds")));
    window.click(Role::Button, "Show characters");
    assert!(window.has(Role::Label, "Secret access key, shown"));
    assert!(!told(&window.harness).contains(&secret));
    window.click(Role::Button, "Copy as credentials");
    let credentials = window.host.desk().clipboard.clone().unwrap();
    assert!(credentials.ends_with(&format!("\naws_secret_access_key = {secret}\n")), "{}", credentials.len());
    window.click(Role::Button, "Hide secret");
    assert_eq!(window.harness.state().as_ref().map(App::has_form), Some(false));
    assert!(window.has(Role::Row, "access key CI") && !told(&window.harness).contains(&secret));
    // It is the one that the engine has sealed.
    window.click(Role::Button, "Start");
    let engine = window.host.endpoint.seen().engine.clone().unwrap();
    let snapshot = engine.snapshot();
    let key = snapshot.access_keys().next().unwrap();
    assert_eq!(engine.access_key_secret(key).unwrap().expose_secret(), secret);
    assert!(credentials.contains(&format!("aws_access_key_id = {}\n", key.id)));
}

#[test]
fn a_key_of_ones_own_is_taken_and_a_wrong_one_is_told_at_its_field() {
    let mut window = window();
    window.click(Role::Button, "New access key…");
    window.click(Role::Button, "Key ID and secret");
    window.focus(Role::TextInput, "Key ID");
    window.type_text("AKIAIOSFODNN7EXAMPLE");
    window.focus(Role::PasswordInput, "Secret access key");
    window.type_text("schlüssel");
    window.click(Role::Button, "Make access key");
    window.wait("the refusal", |harness| {
        harness.query_all_by_label_contains("Expected printable ASCII characters, found another").next().is_some()
    });
    window.focus(Role::PasswordInput, "Secret access key");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.type_text("wJalrXUtnFEMI/K7MDENG");
    window.click(Role::Button, "Make access key");
    window.wait_for(Role::Label, "Secret access key, hidden");
    window.click(Role::Button, "Copy secret access key");
    assert_eq!(window.host.desk().clipboard.as_deref(), Some("wJalrXUtnFEMI/K7MDENG"));
}

#[test]
fn a_key_is_removed_after_its_consequences_were_told() {
    let (mut window, _, engine) = running();
    live::add_keys(&engine);
    // Somebody else has added them: the window hears of it.
    window.wait_for(Role::Row, "access key Partner");
    let id = copied_from_menu(&mut window, "Acts of Partner", "Copy key ID");
    assert_eq!(id, PARTNER);
    window.click(Role::Button, "Acts of Partner");
    window.click(Role::MenuItem, "Remove…");
    assert!(window.has(Role::Heading, "Remove access key Partner"));
    let told = told(&window.harness);
    assert!(told.contains("UnrecognizedClientException") && told.contains("stops working"), "{told}");
    window.click(Role::Button, "Remove access key");
    window.wait("the end of it", |harness| !has(harness, Role::Row, "access key Partner"));
    assert!(engine.snapshot().access_key(PARTNER).is_none() && engine.snapshot().access_key(CI).is_some());
}

fn copied_from_menu(window: &mut Window, menu: &str, item: &str) -> String {
    window.click(Role::Button, menu);
    copied(window, Role::MenuItem, item)
}

#[test]
fn settings_and_addresses_are_copied() {
    let (mut window, _, engine) = running();
    live::add_keys(&engine);
    window.wait_for(Role::Row, "access key Partner");
    assert_eq!(copied(&mut window, Role::Button, "Copy API address"), "http://127.0.0.1:8560");
    assert_eq!(copied(&mut window, Role::Button, "Copy OCSP address"), "http://127.0.0.1:8560/ocsp");
    let snapshot = engine.snapshot();
    let servers = live::authority(&snapshot, "Servers Issuing CA");
    let id = servers.rsplit('/').next().unwrap();
    let crl = copied_from_menu(&mut window, "Copy CRL address", "Servers Issuing CA");
    assert_eq!(crl, format!("http://127.0.0.1:8560/crl/{id}.crl"));
    let config = copied(&mut window, Role::Button, "Copy settings");
    assert!(config.contains("endpoint_url = http://127.0.0.1:8560\n") && config.contains(CI), "{config}");
    assert!(config.contains("(shown once, when made)") && !config.contains("the-secret-of-a-test"));
    let command = copied(&mut window, Role::Button, "Copy command");
    assert_eq!(command, "aws acm-pca list-certificate-authorities --profile canopy");
    window.click(Role::Tab, "Terraform");
    assert!(copied(&mut window, Role::Button, "Copy settings").contains("    acmpca = \"http://127.0.0.1:8560\"\n"));
    window.click(Role::Tab, "cert-manager");
    window.click(Role::Button, "Key CI");
    window.click(Role::MenuItemCheckBox, "Terraform");
    let yaml = copied(&mut window, Role::Button, "Copy settings");
    assert!(yaml.contains("kind: AWSPCAClusterIssuer") && yaml.contains(live::TERRAFORM), "{yaml}");
    assert!(yaml.contains(":certificate-authority/"), "{yaml}");
    assert!(window.has(Role::Label, "A cluster does not reach this address: listen on one that it does"));
}

#[test]
fn calls_are_listed_while_they_come_and_as_they_end() {
    let (mut window, endpoint, engine) = running();
    live::add_key(&engine, CI, "CI", "000000000000");
    let open = live::call(1, engine.now(), CI, Action::IssueCertificate);
    let servers = live::authority(&engine.snapshot(), "Servers Issuing CA");
    let open = canopy::ui::host::LiveCall { result: LiveResult::Running, duration: None, object: servers, ..open };
    endpoint.call(open.clone());
    window.wait_for(Role::Row, "call 1: IssueCertificate by CI");
    let description = |window: &Window| {
        let row = window.harness.get_by_role_and_label(Role::Row, "call 1: IssueCertificate by CI");
        row.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert!(
        description(&window).starts_with("from Servers Issuing CA, Signing, not ended"),
        "{}",
        description(&window)
    );
    let object = live::certificate(&engine.snapshot(), "sso.robotics.example");
    let duration = Some(Duration::from_micros(6_400));
    endpoint.call(canopy::ui::host::LiveCall { object, duration, result: LiveResult::Answered, ..open });
    window.wait("its end", |harness| {
        let row = harness.query_by_role_and_label(Role::Row, "call 1: IssueCertificate by CI").unwrap();
        row.accesskit_node().data().description().is_some_and(|told| told.contains("OK, 6.4 ms"))
    });
    assert!(description(&window).starts_with("sso.robotics.example from "), "{}", description(&window));
    assert!(labels(&window.harness).iter().any(|label| label.contains("1 caller") && label.contains("1 call today")));
    // What it is about is shown.
    window.harness.get_by_role_and_label(Role::Row, "call 1: IssueCertificate by CI").click();
    window.settle();
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Button, "Close inspector");
}

#[test]
fn the_list_is_narrowed_and_held() {
    let (mut window, endpoint, engine) = running();
    live::add_keys(&engine);
    for call in live::calls(&engine.snapshot(), engine.now()) {
        endpoint.call(call);
    }
    window.wait("the calls", |harness| listed(harness).len() == 9);
    let names = listed(&window.harness);
    assert!(names[0].starts_with("call 1207:") && names[8].starts_with("call 1199:"), "{names:?}");
    window.click(Role::Button, "Refused 2");
    assert_eq!(
        listed(&window.harness),
        ["call 1202: IssueCertificate by Partner", "call 1200: ListCertificateAuthorities by Unknown key"]
    );
    window.click(Role::Button, "Slow 1");
    assert_eq!(listed(&window.harness), ["call 1199: GetCertificateAuthorityCsr by CI"]);
    window.click(Role::Button, "All 9");
    window.click(Role::Button, "Caller");
    window.click(Role::MenuItemCheckBox, "Relying party");
    assert_eq!(listed(&window.harness), ["call 1206: OCSP by Relying party", "call 1203: GET CRL by Relying party"]);
    window.click(Role::Button, "Action");
    window.click(Role::MenuItemCheckBox, "GetCertificate");
    assert!(listed(&window.harness).is_empty());
    assert!(window.has(Role::Label, "No call fits. Take a filter away to see more."));
    window.click(Role::Button, "All 9");
    window.click(Role::Button, "Pause");
    endpoint.call(live::call(1_208, engine.now(), CI, Action::ListTags));
    window.wait_for(Role::Label, "1 more");
    assert_eq!(listed(&window.harness).len(), 9);
    window.click(Role::Button, "Resume");
    assert_eq!(listed(&window.harness)[0], "call 1208: ListTags by CI");
}

#[test]
fn a_thousand_calls_do_not_draw_a_thousand_frames_and_only_rows_in_sight_are_there() {
    let (mut window, endpoint, engine) = running();
    let (before, now) = (endpoint.seen().asked, engine.now());
    for id in 1..=1_000 {
        endpoint.call(live::call(id, now, CI, Action::GetCertificate));
    }
    window.settle();
    let asked = endpoint.seen().asked - before;
    assert!((1..=4).contains(&asked), "{asked}");
    let rows = listed(&window.harness).len();
    assert!((5..40).contains(&rows), "{rows}");
}

#[test]
fn what_is_read_stays_where_it_is_while_calls_come() {
    let (mut window, endpoint, engine) = running();
    for id in 1..=10_000 {
        endpoint.seen().calls.calls.insert(0, Arc::new(live::call(id, engine.now(), CI, Action::GetCertificate)));
    }
    endpoint.change(|seen| seen.calls.generation += 1);
    window.wait("the calls", |harness| !listed(harness).is_empty());
    let row = window.harness.get_by_role_and_label(Role::Row, "call 10000: GetCertificate by AKCI4QZ7M2NP8XW1R57Q");
    row.click();
    window.settle();
    for _ in 0..60 {
        window.harness.key_press(Key::PageDown);
        window.harness.step();
    }
    window.settle();
    let name = "call 9400: GetCertificate by AKCI4QZ7M2NP8XW1R57Q";
    let place = |window: &Window| window.harness.get_by_role_and_label(Role::Row, name).rect();
    let before = place(&window);
    for id in 10_001..=10_007 {
        endpoint.call(live::call(id, engine.now(), CI, Action::ListTags));
    }
    window.wait("the frame", |_| true);
    assert_eq!(place(&window), before);
}

#[test]
fn what_certificates_name_is_warned_of() {
    let (mut window, _, engine) = running();
    let label = |window: &Window, words: &str| window.has(Role::Label, &format!("In certificates: {words}"));
    assert!(label(&window, "None yet, new ones carry no CRL address"));
    window.click(Role::Button, "Set…");
    assert!(window.has(Role::Heading, "Workspace settings"));
    window.harness.key_press(Key::Escape);
    window.settle();
    let set = |address: &str| {
        let snapshot = engine.snapshot();
        let settings = Settings { publication_address: Some(address.into()), ..snapshot.settings().clone() };
        engine.change_settings(&Caller::window(snapshot.settings(), "tester"), settings).unwrap();
    };
    set("127.0.0.1:8560");
    window.wait("the warning", |harness| {
        has(harness, Role::Label, "In certificates: 127.0.0.1:8560, Reaches only this computer")
    });
    set("pki.example.com");
    window.wait("the address", |harness| has(harness, Role::Label, "In certificates: pki.example.com"));
    assert_eq!(copied(&mut window, Role::Button, "Copy address in certificates"), "pki.example.com");
}

#[test]
fn locked_it_says_what_is_refused_and_how_to_unlock() {
    let (mut window, _, _) = running();
    window.click(Role::Button, "Unlocked");
    window.wait_for(Role::Label, "Locked: every call of the API is refused");
    assert!(told(&window.harness).contains("ServiceUnavailable"));
    window.click(Role::Button, "Unlock…");
    assert!(window.has(Role::PasswordInput, "Passphrase"));
}

#[test]
fn leaving_while_it_runs_is_asked_about() {
    let (mut window, endpoint, _) = running();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    window.settle();
    assert!(window.has(Role::Heading, "Stop the endpoint?"));
    window.click(Role::Button, "Keep running");
    assert!(endpoint.seen().state.running().is_some());
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    window.settle();
    window.click(Role::Button, "Stop and leave");
    assert_eq!(endpoint.seen().state, EndpointState::Off);
    assert!(!window.has(Role::Button, "Unlocked") && !window.has(Role::Button, "Endpoint off"));
    sample_again(&mut window);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.settle();
    window.click(Role::Button, "Stop and leave");
    assert!(window.host.desk().has_quit);
    assert_eq!(endpoint.seen().state, EndpointState::Off);
}

/// Opens the workspace that was open, and starts its endpoint.
fn sample_again(window: &mut Window) {
    sample(window);
    run(window, "start endpoint");
    assert!(window.has(Role::Button, "Stop"));
}

/// Does what the palette finds first.
fn run(window: &mut Window, words: &str) {
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.settle();
    window.type_text(words);
    window.harness.key_press(Key::Enter);
    window.settle();
}

#[test]
fn the_palette_and_the_menu_lead_there() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Workspace");
    assert!(window.has(Role::MenuItem, "Start endpoint") && !window.has(Role::MenuItem, "Stop endpoint"));
    window.click(Role::MenuItem, "Endpoint");
    assert!(window.has(Role::Heading, "Live calls"));
    window.click(Role::TreeItem, "Home");
    run(&mut window, "start endpoint");
    assert!(window.has(Role::Heading, "Live calls") && window.has(Role::Button, "Stop"));
    run(&mut window, "new access key");
    assert!(window.has(Role::Heading, "New access key"));
    window.harness.key_press(Key::Escape);
    window.settle();
    run(&mut window, "stop endpoint");
    assert!(window.has(Role::Button, "Start"));
}

#[test]
fn the_revocation_page_tells_where_it_is_answered() {
    let (mut window, _, engine) = running();
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Revocation");
    let servers = live::authority(&engine.snapshot(), "Servers Issuing CA");
    let crl = format!("http://127.0.0.1:8560/crl/{}.crl", servers.rsplit('/').next().unwrap());
    // It does not answer OCSP until it is told to.
    assert!(!window.has(Role::Label, "http://127.0.0.1:8560/ocsp") && window.has(Role::Label, &crl));
    live::answer_ocsp(&engine, &servers);
    window.wait("OCSP", |harness| has(harness, Role::Label, "http://127.0.0.1:8560/ocsp"));
    window.click(Role::Button, "Show endpoint");
    window.click(Role::Button, "Stop");
    window.click(Role::TreeItem, "Servers Issuing CA");
    assert!(window.has(Role::Label, "Off: nobody is answered"));
}

#[test]
fn the_workspace_does_not_lock_itself_while_it_runs_unless_that_is_chosen() {
    let (mut window, endpoint, engine) = running();
    let idle = |window: &mut Window, minutes: f64| {
        let time = window.harness.input().time.unwrap_or_default();
        window.harness.input_mut().time = Some(time + minutes * 60.0);
        window.harness.step();
        window.settle();
    };
    let set = |auto_lock_while_serving| {
        let snapshot = engine.snapshot();
        let settings = Settings { auto_lock_minutes: 15, auto_lock_while_serving, ..snapshot.settings().clone() };
        engine.change_settings(&Caller::window(snapshot.settings(), "tester"), settings).unwrap();
    };
    set(false);
    idle(&mut window, 20.0);
    assert!(window.has(Role::Button, "Unlocked"));
    set(true);
    idle(&mut window, 20.0);
    window.wait_for(Role::Button, "Locked");
    assert!(endpoint.seen().state.running().is_some());
}

/// The page in its quieter states, for the eye.
#[test]
fn the_page_is_drawn_before_anybody_has_called() {
    for (name, theme, size) in [
        ("dark", Theme::Dark, [1280.0, 800.0]),
        ("light", Theme::Light, [1280.0, 800.0]),
        ("narrow", Theme::Light, [1000.0, 700.0]),
    ] {
        let mut window = Window::sized(FakeHost::new(), size, theme);
        sample(&mut window);
        let at = |what: &str| format!("endpoint-{what}-{name}");
        window.click(Role::Button, "Endpoint off");
        super::pictures::picture(&mut window, &at("off"));
        window.click(Role::Button, "Edit…");
        window.focus(Role::TextInput, "Address");
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.type_text("10.1.2.3");
        window.click(Role::RadioButton, "HTTPS");
        super::pictures::picture(&mut window, &at("form"));
        window.harness.key_press(Key::Escape);
        window.settle();
        window.click(Role::Button, "Discard form");
        window.host.endpoint.seen().fails = Some("Nothing can listen on 127.0.0.1:8560: address in use.".into());
        window.click(Role::Button, "Start");
        super::pictures::picture(&mut window, &at("failed"));
        window.host.endpoint.seen().fails = None;
        window.click(Role::Button, "Start");
        super::pictures::picture(&mut window, &at("on"));
        window.click(Role::Button, "New access key…");
        window.click(Role::Button, "Key ID and secret");
        super::pictures::picture(&mut window, &at("key"));
        window.focus(Role::TextInput, "Name");
        window.type_text("CI");
        window.click(Role::Button, "Make access key");
        window.wait_for(Role::Label, "Secret access key, hidden");
        super::pictures::picture(&mut window, &at("made"));
        window.click(Role::Button, "Hide secret");
        window.click(Role::Tab, "cert-manager");
        super::pictures::picture(&mut window, &at("ready"));
        window.click(Role::Button, "Unlocked");
        super::pictures::picture(&mut window, &at("locked"));
        window.click(Role::Button, "Acts of CI");
        super::pictures::picture(&mut window, &at("acts"));
    }
}
