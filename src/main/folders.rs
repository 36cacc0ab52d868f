//! Where things lie on this computer.

use directories::{ProjectDirs, UserDirs};
use std::path::PathBuf;

/// The folders of the person.
pub struct Folders {
    /// What is remembered from one start to the next.
    pub state: PathBuf,
    /// Where new workspaces are proposed to lie.
    pub workspaces: PathBuf,
    /// The home folder.
    pub home: Option<PathBuf>,
}

impl Folders {
    /// As the operating system has them; where it has none, below the current folder.
    pub fn find() -> Self {
        let user = UserDirs::new();
        let home = user.as_ref().map(|user| user.home_dir().to_owned());
        let documents = user.as_ref().and_then(|user| user.document_dir()).map(PathBuf::from);
        let state = ProjectDirs::from("", "", "canopy")
            .map(|project| project.state_dir().unwrap_or(project.data_local_dir()).to_owned());
        Self {
            state: state.unwrap_or_else(|| PathBuf::from(".canopy")),
            workspaces: documents.or_else(|| home.clone()).unwrap_or_default().join("Canopy"),
            home,
        }
    }
}
