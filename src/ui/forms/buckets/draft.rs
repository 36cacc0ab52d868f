//! A bucket as it is typed.

use crate::engine::environment::validate_bucket_name;
use crate::engine::{NewBucket, NewS3Store};
use crate::ui::forms::problem::{FieldProblem, Problems};
use crate::workspace::{Bucket, BucketKind};
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// A bucket as typed, all but its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    /// It is the bucket of an object store, not a folder.
    pub(super) is_store: bool,
    pub(super) folder: String,
    pub(super) endpoint: String,
    pub(super) region: String,
    pub(super) access_key: String,
    pub(super) path_style: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            is_store: false,
            folder: String::new(),
            endpoint: String::new(),
            region: "us-east-1".into(),
            access_key: String::new(),
            path_style: true,
        }
    }
}

impl Draft {
    /// The draft that gives a bucket the place it has.
    pub(super) fn of(bucket: &Bucket) -> Self {
        let named = Self { name: bucket.name.clone(), ..Self::default() };
        match &bucket.kind {
            BucketKind::Folder { path } => Self { folder: path.display().to_string(), ..named },
            BucketKind::S3(store) => Self {
                is_store: true,
                endpoint: store.endpoint.clone().unwrap_or_default(),
                region: store.region.clone(),
                access_key: store.access_key.clone(),
                path_style: store.path_style,
                ..named
            },
        }
    }

    /// The bucket; `home` is what `~` stands for, as a stored path must not depend on who opens it.
    pub(super) fn bucket(&self, home: Option<&Path>, secret: Option<SecretString>) -> Result<NewBucket, Problems> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(problem("bucket", "Give the bucket a name"));
        }
        validate_bucket_name(name).map_err(|error| problem("bucket", &error.to_string()))?;
        match self.is_store {
            false => Ok(NewBucket::folder(name, self.path(name, home)?)),
            true => Ok(NewBucket::s3(name, self.store(secret)?)),
        }
    }

    fn path(&self, name: &str, home: Option<&Path>) -> Result<PathBuf, Problems> {
        let folder = self.folder.trim();
        match (folder.strip_prefix('~'), home) {
            (Some(inside), Some(home)) => Ok(home.join(inside.trim_start_matches(['/', '\\']))),
            (Some(_), None) => Err(problem("folder", "A path from the root or beside the workspace file")),
            (None, _) if folder.is_empty() => Ok(name.into()),
            (None, _) => Ok(folder.into()),
        }
    }

    fn store(&self, secret: Option<SecretString>) -> Result<NewS3Store, Problems> {
        let endpoint = self.endpoint.trim();
        let store = NewS3Store {
            endpoint: Some(endpoint.to_owned()).filter(|endpoint| !endpoint.is_empty()),
            region: self.region.trim().into(),
            path_style: self.path_style,
            access_key: self.access_key.trim().into(),
            secret,
        };
        match store.check().map_err(|error| Problems::from(&error)) {
            Ok(()) => Ok(store),
            Err(problems) if store.access_key.is_empty() && problems.at("accessKey").is_some() => {
                Err(problem("accessKey", "The ID that the store knows you by"))
            }
            Err(problems) => Err(problems),
        }
    }

    /// What is wrong with what is typed so far: what is not typed yet is not blamed.
    pub(super) fn problems(&self, home: Option<&Path>) -> Problems {
        let typed = |problem: &FieldProblem| match problem.member.as_str() {
            "bucket" => !self.name.trim().is_empty(),
            "accessKey" => !self.access_key.trim().is_empty(),
            "region" => !self.region.trim().is_empty(),
            _ => true,
        };
        let problems = self.bucket(home, None).err().unwrap_or_default();
        problems.iter().filter(|problem| typed(problem)).cloned().collect::<Vec<_>>().into()
    }
}

fn problem(member: &str, words: &str) -> Problems {
    vec![FieldProblem::new(member, words)].into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::BucketPlace;
    use crate::workspace::{S3Store, SecretId};

    fn members(problems: &Problems) -> Vec<&str> {
        problems.iter().map(|problem| problem.member.as_str()).collect()
    }

    #[test]
    fn a_bucket_without_a_folder_lies_beside_the_file() {
        let draft = Draft { name: " acme-public ".into(), ..Draft::default() };
        let path = |draft: &Draft, home: Option<&Path>| {
            let BucketPlace::Folder(path) = draft.bucket(home, None).unwrap().place else { panic!("a folder") };
            path
        };
        assert_eq!(path(&draft, None), Path::new("acme-public"));
        assert_eq!(members(&Draft::default().bucket(None, None).unwrap_err()), ["bucket"]);
        let home = Draft { name: "acme".into(), folder: "~/crl".into(), ..Draft::default() };
        assert_eq!(path(&home, Some(Path::new("/home/anna"))), Path::new("/home/anna/crl"));
        assert_eq!(members(&home.bucket(None, None).unwrap_err()), ["folder"]);
    }

    #[test]
    fn a_store_is_drafted_as_it_is_and_blamed_once_it_is_typed() {
        let store = S3Store {
            endpoint: Some("https://minio.example:9000".into()),
            region: "eu-west-1".into(),
            path_style: false,
            access_key: "AKID".into(),
            secret: SecretId::of(b"sealed"),
        };
        let draft = Draft::of(&Bucket { name: "crls".into(), kind: BucketKind::S3(store) });
        let BucketPlace::S3(new) = draft.bucket(None, Some("secret".into())).unwrap().place else { panic!("a store") };
        assert_eq!((new.endpoint.as_deref(), new.path_style), (Some("https://minio.example:9000"), false));
        assert_eq!((new.region.as_str(), new.access_key.as_str()), ("eu-west-1", "AKID"));
        let begun = Draft { name: "crls".into(), is_store: true, ..Draft::default() };
        assert!(begun.problems(None).is_empty());
        assert_eq!(members(&begun.bucket(None, None).unwrap_err()), ["accessKey"]);
        let wrong = Draft { endpoint: "minio.example".into(), ..draft };
        assert_eq!(members(&wrong.problems(None)), ["endpoint"]);
    }
}
