//! All values of a file, named, with their bytes.

use std::ops::Range;
use std::sync::Arc;

use super::element::Element;
use super::header::{Error, Identifier};
use super::schema::{Naming, Root, Shape};
use super::{MAX_NODES, preview};

/// The values of a file in the order of their bytes, parents first.
#[derive(Clone, Debug)]
pub struct Tree {
    bytes: Arc<[u8]>,
    nodes: Vec<Node>,
    problem: Option<Error>,
    complete: bool,
}

/// One value. An `[n] EXPLICIT` that a structure prescribes and the SEQUENCE in it are one node with a header of both.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name in the ASN.1 module; `None` for what has none.
    pub name: Option<&'static str>,
    /// Class, form and number of the tag.
    pub identifier: Identifier,
    /// Identifier and length octets.
    pub header: Range<usize>,
    /// Content octets.
    pub content: Range<usize>,
    /// The value in whole: header, content and, in the indefinite form, two octets more.
    pub range: Range<usize>,
    /// How many values hold this one.
    pub depth: usize,
    /// The node that holds this one.
    pub parent: Option<usize>,
    /// The first node behind this one that is not inside it.
    next: usize,
}

impl Tree {
    /// Reads `bytes`, which are what `root` says. What cannot be read stays bytes of the last node that can.
    pub fn read(bytes: impl Into<Arc<[u8]>>, root: Root) -> Self {
        let bytes = bytes.into();
        let mut builder = Builder { nodes: Vec::new(), problem: None, complete: true };
        match Element::read(&bytes) {
            Ok(element) => builder.add(element, root.name(), root.shape(), None),
            Err(error) => builder.problem = Some(error),
        }
        let Builder { nodes, problem, complete } = builder;
        Tree { bytes, nodes, problem, complete }
    }

    /// The bytes that all offsets count in.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All nodes; a parent stands before what it holds.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The first thing that could not be read.
    pub fn problem(&self) -> Option<Error> {
        self.problem
    }

    /// Whether every value has a node; not so above [`MAX_NODES`].
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The nodes directly inside `node`.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes.get(node).map_or(0, |node| node.next);
        let inside = move |at: usize| (at < end).then_some(at);
        std::iter::successors(inside(node + 1), move |at| inside(self.nodes[*at].next))
    }

    /// Whether something is inside `node`.
    pub fn has_children(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|found| found.next > node + 1)
    }

    /// The innermost node that holds the byte at `offset`.
    pub fn node_at(&self, offset: usize) -> Option<usize> {
        let holds = |node: &usize| self.nodes[*node].range.contains(&offset);
        let mut found = (!self.nodes.is_empty()).then_some(0).filter(holds)?;
        while let Some(inner) = self.children(found).find(holds) {
            found = inner;
        }
        Some(found)
    }

    /// The outermost node that lies within `range` and starts where it starts; else the innermost that holds all of it.
    pub fn node_of(&self, range: &Range<usize>) -> Option<usize> {
        let exact = self.nodes.iter().position(|node| node.range == *range);
        exact.or_else(|| {
            let mut found = self.node_at(range.start)?;
            while self.nodes[found].range.end < range.end {
                found = self.nodes[found].parent?;
            }
            Some(found)
        })
    }

    /// The type as ASN.1 writes it: `SEQUENCE`, `[3]`.
    pub fn type_name(&self, node: usize) -> String {
        self.nodes.get(node).map(|node| preview::type_name(node.identifier)).unwrap_or_default()
    }

    /// What is in the node, in a few words: a number, a name, `67 bytes`. Empty where the children say it.
    pub fn preview(&self, node: usize) -> String {
        let Some(found) = self.nodes.get(node) else { return String::new() };
        let extension = found.parent.is_some_and(|parent| self.nodes[parent].name == Some("extensions"));
        Element::read_at(&self.bytes, found.range.start, found.range.end, 0)
            .map(|element| preview::preview(&element, found.name, extension || self.in_extensions(found)))
            .unwrap_or_default()
    }

    /// Extensions of CSRs and of CRL entries.
    fn in_extensions(&self, node: &Node) -> bool {
        let parent = node.parent.and_then(|parent| self.nodes[parent].name);
        matches!(parent, Some("Extensions" | "crlExtensions" | "crlEntryExtensions"))
    }
}

struct Builder {
    nodes: Vec<Node>,
    problem: Option<Error>,
    complete: bool,
}

impl Builder {
    fn add(&mut self, element: Element<'_>, name: Option<&'static str>, shape: Shape, parent: Option<usize>) {
        let (outer, element, shape) = match (shape, explicit(&element)) {
            (Shape::Explicit(inner), Some(wrapped)) => (element, wrapped, *inner),
            _ => (element, element, shape),
        };
        let index = self.nodes.len();
        self.nodes.push(Node {
            name,
            identifier: outer.identifier,
            header: outer.range().start..element.content_range().start,
            content: element.content_range(),
            range: outer.range(),
            depth: parent.map_or(0, |parent| self.nodes[parent].depth + 1),
            parent,
            next: index + 1,
        });
        self.add_inside(element, shape, index);
        self.nodes[index].next = self.nodes.len();
    }

    fn add_inside(&mut self, element: Element<'_>, shape: Shape, index: usize) {
        if element.identifier.constructed {
            self.add_children(element, shape, index);
        } else if let Some(inner) = hidden(&element, shape) {
            let (name, shape) = Naming::new(shape, element).name(&inner);
            self.add(inner, name, shape, Some(index));
        }
    }

    fn add_children(&mut self, element: Element<'_>, shape: Shape, index: usize) {
        let mut naming = Naming::new(shape, element);
        for child in element.inside() {
            if self.nodes.len() >= MAX_NODES {
                self.complete = false;
                return;
            }
            match child {
                Ok(child) => {
                    let (name, shape) = naming.name(&child);
                    self.add(child, name, shape, Some(index));
                }
                Err(error) => self.problem = self.problem.or(Some(error)),
            }
        }
    }
}

/// The constructed value that is all of a constructed `[n]`.
fn explicit<'a>(element: &Element<'a>) -> Option<Element<'a>> {
    element.wrapped().filter(|inner| element.identifier.constructed && inner.identifier.constructed)
}

/// A value inside a string of octets or bits, if there is one.
fn hidden<'a>(element: &Element<'a>, shape: Shape) -> Option<Element<'a>> {
    let inner = match shape {
        Shape::Leaf => None,
        _ if element.is(4) => element.wrapped(),
        _ if element.is(3) => element.wrapped_bits().filter(Element::is_sequence),
        _ => None,
    }?;
    // What merely happens to look like BER: key identifiers, digests, ciphertext.
    let plausible = match shape {
        Shape::Wraps(_) => true,
        _ => inner.is_sequence() && inner.children().count() > 0 && all_read(&inner),
    };
    plausible.then_some(inner)
}

fn all_read(element: &Element<'_>) -> bool {
    element.inside().all(|child| child.is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::MAX_DEPTH;
    use super::*;

    #[test]
    fn bytes_and_nodes_lead_to_each_other() {
        let tree = Tree::read(&b"\x30\x0a\x02\x01\x05\x04\x05\x30\x03\x02\x01\x07"[..], Root::Unknown);
        let types: Vec<String> = (0..tree.nodes().len()).map(|node| tree.type_name(node)).collect();
        assert_eq!(types, ["SEQUENCE", "INTEGER", "OCTET STRING", "SEQUENCE", "INTEGER"]);
        for (index, node) in tree.nodes().iter().enumerate() {
            assert_eq!(tree.node_of(&node.range), Some(index));
            assert_eq!(tree.node_at(node.range.start), Some(index));
        }
        assert_eq!(tree.node_at(11), Some(4));
        assert_eq!(tree.node_at(12), None);
        assert_eq!(tree.children(0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(tree.preview(4), "7");
    }

    #[test]
    fn damage_is_kept_as_bytes_and_named() {
        let tree = Tree::read(&b"\x30\x06\x02\x01\x05\x02\x09\x00"[..], Root::Unknown);
        assert_eq!(tree.nodes().len(), 2);
        assert_eq!(tree.problem().unwrap().to_string(), "at byte 5: expected 9 bytes, found 1");
        assert!(Tree::read(&[][..], Root::Certificate).nodes().is_empty());
    }

    #[test]
    fn bombs_stay_within_the_bounds() {
        let wide = [&[0x30, 0x83, 0x0f, 0x42, 0x40][..], &[5, 0].repeat(500_000)].concat();
        let tree = Tree::read(wide, Root::Unknown);
        assert_eq!((tree.nodes().len(), tree.is_complete()), (MAX_NODES, false));

        let mut deep = vec![];
        for _ in 0..200 {
            let length = deep.len() as u16;
            deep.splice(0..0, [0x30, 0x82, (length >> 8) as u8, length as u8]);
        }
        let tree = Tree::read(deep, Root::Unknown);
        assert_eq!(tree.nodes().len(), MAX_DEPTH);
        assert!(matches!(tree.problem(), Some(Error::Depth { .. })));
    }
}
