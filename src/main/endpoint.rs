//! The endpoint beside the window.

use canopy::engine::Engine;
use canopy::ui::host::{Endpoint, EndpointOptions, EndpointState, LiveCalls, Wake};
use std::sync::{Arc, Mutex, PoisonError};

/// The endpoint beside the window.
#[derive(Default)]
pub struct Beside {
    state: Mutex<EndpointState>,
    wake: Mutex<Option<Wake>>,
}

impl Endpoint for Beside {
    fn start(&self, _: Arc<Engine>, _: EndpointOptions) {
        let why = "This build of Canopy has no endpoint.".to_owned();
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = EndpointState::Failed(why);
        if let Some(wake) = &*self.wake.lock().unwrap_or_else(PoisonError::into_inner) {
            wake();
        }
    }

    fn stop(&self) {}

    fn wait(&self) {}

    fn state(&self) -> EndpointState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn generation(&self) -> u64 {
        0
    }

    fn calls(&self) -> LiveCalls {
        LiveCalls::default()
    }

    fn on_change(&self, wake: Wake) {
        *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = Some(wake);
    }
}
