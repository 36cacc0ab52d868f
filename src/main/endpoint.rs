//! The endpoint beside the window: a thread of its own starts and stops it, so that the window never waits.

use canopy::engine::Engine;
use canopy::server::calls::{Asked, Call, CallLog, CallResult, CalledBy, KEPT, SLOW};
use canopy::server::{Address, Running, Server, ServerOptions, Tls};
use canopy::ui::host::{
    Endpoint, EndpointOptions, EndpointState, LiveAsked, LiveCall, LiveCaller, LiveCalls, LiveCounts, LiveResult,
    Protection, RunningEndpoint, Wake,
};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

// What the chip counts is what the rows are marked by.
const _: () = assert!(SLOW.as_millis() == canopy::ui::host::SLOW.as_millis());

/// What is done one after the other, off the drawing thread, each with its number.
enum Order {
    Start(u64, Arc<Engine>, Box<EndpointOptions>),
    Stop(u64),
    /// Says when all before it is done.
    Tell(Sender<()>),
}

/// The endpoint beside the window.
pub struct Beside {
    told: Arc<Told>,
    orders: Mutex<Option<Sender<Order>>>,
    keeper: Option<JoinHandle<()>>,
}

/// What the window is told.
#[derive(Default)]
struct Told {
    state: Mutex<Stand>,
    calls: Mutex<Calls>,
    wake: Mutex<Option<Wake>>,
}

/// How it stands, and the number of the newest order: what an older one brings about is of no interest any more.
#[derive(Default)]
struct Stand {
    newest: u64,
    state: EndpointState,
}

/// The calls of this run or of the last one, and how far those before it had counted.
#[derive(Default)]
struct Calls {
    log: Option<Arc<CallLog>>,
    before: u64,
    /// Those that were told last, newest first: most of them are told again.
    known: Vec<(Arc<Call>, Arc<LiveCall>)>,
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Told {
    fn changed(&self) {
        let wake = unpoisoned(&self.wake).clone();
        if let Some(wake) = wake {
            wake();
        }
    }

    /// Takes a new order, which goes before all others, and gives its number.
    fn next(&self, from: impl FnOnce(&EndpointState) -> bool, state: EndpointState) -> Option<u64> {
        let mut stand = unpoisoned(&self.state);
        if !from(&stand.state) {
            return None;
        }
        (stand.newest, stand.state) = (stand.newest + 1, state);
        let number = stand.newest;
        drop(stand);
        self.changed();
        Some(number)
    }

    fn is_newest(&self, number: u64) -> bool {
        unpoisoned(&self.state).newest == number
    }

    /// What the order of this number has brought about.
    fn set(&self, number: u64, state: EndpointState) {
        let mut stand = unpoisoned(&self.state);
        if stand.newest == number {
            stand.state = state;
        }
        drop(stand);
        self.changed();
    }
}

impl Beside {
    /// One that does not run.
    pub fn new() -> Self {
        let told = Arc::new(Told::default());
        let (orders, received) = channel();
        let keeping = told.clone();
        let keeper = std::thread::Builder::new().name("endpoint keeper".into());
        let keeper = keeper.spawn(move || keep(&received, &keeping)).ok();
        Self { told, orders: Mutex::new(Some(orders)), keeper }
    }

    /// False when nobody carries orders out any more.
    fn order(&self, order: Order) -> bool {
        unpoisoned(&self.orders).as_ref().is_some_and(|orders| orders.send(order).is_ok())
    }
}

impl Drop for Beside {
    /// What is under way ends before the program does.
    fn drop(&mut self) {
        unpoisoned(&self.orders).take();
        if let Some(keeper) = self.keeper.take() {
            // One that panicked has nothing more to end.
            let _ = keeper.join();
        }
    }
}

impl Endpoint for Beside {
    fn start(&self, engine: Arc<Engine>, options: EndpointOptions) {
        let rests = |state: &EndpointState| !matches!(state, EndpointState::Starting | EndpointState::Running(_));
        let Some(number) = self.told.next(rests, EndpointState::Starting) else { return };
        if !self.order(Order::Start(number, engine, Box::new(options))) {
            let why = "The system has no thread for the endpoint.".to_owned();
            self.told.set(number, EndpointState::Failed(why));
        }
    }

    fn stop(&self) {
        let Some(number) = self.told.next(EndpointState::is_on, EndpointState::Stopping) else { return };
        if !self.order(Order::Stop(number)) {
            self.told.set(number, EndpointState::Off);
        }
    }

    fn wait(&self) {
        let (tell, told) = channel();
        self.order(Order::Tell(tell));
        // Nobody tells when the thread has ended, and then nothing runs.
        let _ = told.recv();
    }

    fn state(&self) -> EndpointState {
        unpoisoned(&self.told.state).state.clone()
    }

    fn generation(&self) -> u64 {
        let calls = unpoisoned(&self.told.calls);
        calls.before + calls.log.as_ref().map_or(0, |log| log.generation())
    }

    fn calls(&self) -> LiveCalls {
        // Read first: what changes meanwhile asks to be looked at again.
        let generation = self.generation();
        let mut calls = unpoisoned(&self.told.calls);
        let Some(log) = calls.log.clone() else { return LiveCalls { generation, ..LiveCalls::default() } };
        let counts = log.counts();
        let counts = LiveCounts { today: counts.today, refused: counts.refused, slow: counts.slow };
        let known = std::mem::take(&mut calls.known);
        calls.known = told_again(log.newest(KEPT), known);
        LiveCalls { generation, calls: calls.known.iter().map(|(_, call)| call.clone()).collect(), counts }
    }

    fn on_change(&self, wake: Wake) {
        *unpoisoned(&self.told.wake) = Some(wake);
    }
}

/// Carries the orders out until there are none any more.
fn keep(orders: &Receiver<Order>, told: &Arc<Told>) {
    let mut running: Option<(Running, Arc<Engine>)> = None;
    for order in orders {
        match order {
            // It was stopped before it was started.
            Order::Start(number, ..) if !told.is_newest(number) => {}
            Order::Start(number, engine, options) => {
                end(running.take());
                match start(&engine, &options, told) {
                    Ok((server, shown)) => {
                        running = Some((server, engine));
                        told.set(number, EndpointState::Running(shown));
                    }
                    Err(why) => told.set(number, EndpointState::Failed(why)),
                }
            }
            Order::Stop(number) => {
                end(running.take());
                told.set(number, EndpointState::Off);
            }
            Order::Tell(tell) => {
                // Nobody waits any more.
                let _ = tell.send(());
            }
        }
    }
    end(running);
}

fn end(running: Option<(Running, Arc<Engine>)>) {
    let Some((server, engine)) = running else { return };
    // Neither says anything of what is recorded: who finds an older address finds nobody there.
    let _ = engine.announce(None);
    server.stop();
    let _ = engine.advertise(None);
}

/// Starts the endpoint, or says why not in a sentence.
fn start(
    engine: &Arc<Engine>,
    options: &EndpointOptions,
    told: &Arc<Told>,
) -> Result<(Running, RunningEndpoint), String> {
    let server =
        Server::start(engine.clone(), server_options(options)?).map_err(|error| sentence(&error.to_string()))?;
    engine.advertise(options.advertise.as_deref()).map_err(|error| error.message())?;
    // Without it only `canopy call` does not find the endpoint by its file.
    let _ = engine.announce(Some(&server.url()));
    let shown = RunningEndpoint {
        address: Address::from(server.address()).to_string(),
        tls: server.url().starts_with("https:"),
        publish: server.publish_address().map(|address| Address::from(address).to_string()),
        since: engine.now(),
    };
    let waking = Arc::downgrade(told);
    server.calls().on_change(Arc::new(move || {
        if let Some(told) = waking.upgrade() {
            told.changed();
        }
    }));
    let mut calls = unpoisoned(&told.calls);
    calls.before += 1 + calls.log.as_ref().map_or(0, |log| log.generation());
    calls.log = Some(server.calls().clone());
    drop(calls);
    Ok((server, shown))
}

fn server_options(options: &EndpointOptions) -> Result<ServerOptions, String> {
    let address = |text: &str| text.parse::<Address>().map_err(|error| sentence(&error.to_string()));
    let optional = |text: &Option<String>| text.as_deref().map(address).transpose();
    Ok(ServerOptions {
        publish: optional(&options.publish)?,
        advertise: optional(&options.advertise)?,
        tls: match options.protection {
            Protection::Tls(authority) => Some(Tls::Issued(authority)),
            Protection::Loopback | Protection::InsecureHttp => None,
        },
        insecure_http: options.protection == Protection::InsecureHttp,
        throttle: options.throttle,
        ..ServerOptions::new(address(&options.listen)?)
    })
}

fn sentence(words: &str) -> String {
    let mut characters = words.trim_end_matches('.').chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

/// The newest calls as the window knows them: those that have not changed since are the same.
fn told_again(newest: Vec<Arc<Call>>, known: Vec<(Arc<Call>, Arc<LiveCall>)>) -> Vec<(Arc<Call>, Arc<LiveCall>)> {
    let mut known = known.into_iter().peekable();
    let tell = |call: Arc<Call>| {
        while known.next_if(|(older, _)| older.id > call.id).is_some() {}
        match known.next_if(|(same, _)| Arc::ptr_eq(same, &call)) {
            Some(told) => told,
            None => {
                let live = Arc::new(live(&call));
                (call, live)
            }
        }
    };
    newest.into_iter().map(tell).collect()
}

fn live(call: &Call) -> LiveCall {
    LiveCall {
        id: call.id,
        at: call.at,
        caller: match &call.caller {
            CalledBy::AccessKey { id, account } => LiveCaller::AccessKey { id: id.clone(), account: account.clone() },
            CalledBy::UnknownKey(id) => LiveCaller::UnknownKey(id.clone()),
            CalledBy::RelyingParty => LiveCaller::RelyingParty,
            CalledBy::Nobody => LiveCaller::Nobody,
        },
        asked: match &call.asked {
            Asked::Action(action) => LiveAsked::Action(*action),
            Asked::Ocsp => LiveAsked::Ocsp,
            Asked::Crl => LiveAsked::Crl,
            Asked::Other(what) => LiveAsked::Other(what.clone()),
        },
        object: call.object.clone(),
        result: match &call.result {
            CallResult::Running => LiveResult::Running,
            CallResult::Answered => LiveResult::Answered,
            CallResult::FromCache => LiveResult::FromCache,
            CallResult::Status { status, from_cache } => {
                LiveResult::Status { status: *status, from_cache: *from_cache }
            }
            CallResult::NotModified => LiveResult::NotModified,
            CallResult::Refused(code) => LiveResult::Refused(code.clone()),
            CallResult::Broken => LiveResult::Broken,
        },
        duration: call.duration,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]
mod tests {
    use super::*;
    use canopy::engine::{Environment, Options};
    use canopy::publish::FolderBuckets;
    use canopy::workspace::{Actor, Settings};
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    fn workspace() -> (tempfile::TempDir, Arc<Engine>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.ron");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 1, ..Options::default() };
        let actor = Actor::Window { user: "tester".into() };
        let passphrase = "correct horse battery".into();
        let engine = Engine::create(&path, &passphrase, Settings::default(), environment, &options, actor).unwrap();
        (folder, engine)
    }

    fn options(listen: &str) -> EndpointOptions {
        EndpointOptions { listen: listen.into(), ..EndpointOptions::default() }
    }

    #[track_caller]
    fn wait(what: &str, mut found: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !found() {
            assert!(Instant::now() < end, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn ask(address: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn it_runs_from_start_to_stop_and_tells_of_its_calls() {
        let (_folder, engine) = workspace();
        let beside = Beside::new();
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = woken.clone();
        beside.on_change(Arc::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        }));
        assert_eq!(beside.state(), EndpointState::Off);
        beside.start(engine.clone(), options("127.0.0.1:0"));
        wait("the endpoint", || beside.state().running().is_some());
        let running = beside.state().running().cloned().unwrap();
        let seen = beside.generation();
        assert!(ask(&running.address).starts_with("HTTP/1.1 4"));
        wait("the call", || beside.calls().calls.first().is_some_and(|call| call.is_refused()));
        assert!(beside.generation() > seen && beside.calls().counts.refused == 1);
        let (one, again) = (beside.calls(), beside.calls());
        assert!(Arc::ptr_eq(&one.calls[0], &again.calls[0]));
        beside.stop();
        beside.wait();
        assert_eq!(beside.state(), EndpointState::Off);
        assert!(TcpStream::connect(&running.address).is_err());
        // What it was called is still told, and is gone when it runs again.
        assert_eq!(beside.calls().calls.len(), 1);
        let seen = beside.generation();
        beside.start(engine, options("127.0.0.1:0"));
        wait("the endpoint", || beside.state().running().is_some());
        assert!(beside.generation() > seen && beside.calls().calls.is_empty());
        assert!(woken.load(Ordering::SeqCst) > 6);
    }

    #[test]
    fn what_cannot_start_says_why_in_a_sentence() {
        let (_folder, engine) = workspace();
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let beside = Beside::new();
        let failed = |listen: &str| {
            beside.start(engine.clone(), options(listen));
            beside.wait();
            let EndpointState::Failed(why) = beside.state() else { panic!("{:?}", beside.state()) };
            why
        };
        let address = taken.local_addr().unwrap().to_string();
        let why = failed(&address);
        assert!(why.starts_with(&format!("Nothing can listen on {address}: ")) && why.ends_with('.'), "{why}");
        assert!(failed("no address").starts_with("Expected a host and a port such as 127.0.0.1:8560"));
        assert!(failed("0.0.0.0:0").contains("without TLS"));
    }

    #[test]
    fn started_again_at_once_it_runs_where_it_is_told_last() {
        let (_folder, engine) = workspace();
        let beside = Beside::new();
        beside.start(engine.clone(), options("127.0.0.1:0"));
        beside.stop();
        let advertised = EndpointOptions { advertise: Some("pki.example:80".into()), ..options("127.0.0.1:0") };
        beside.start(engine.clone(), advertised);
        beside.wait();
        assert!(beside.state().running().is_some());
        let address = || engine.snapshot().settings_in_force().publication_address.clone();
        assert_eq!(address().as_deref(), Some("pki.example:80"));
        beside.stop();
        beside.wait();
        assert_eq!(address(), None);
    }
}
