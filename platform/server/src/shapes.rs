//! Outlines of areas on a small grid of whole numbers, cut from the TopoJSON of `data/boundaries`.
//!
//! The country's provinces, regencies and districts, and the villages of the pilot regencies. What
//! two neighbours share is one line in the source and stays one line here, so maps have no gaps.

#![expect(clippy::float_arithmetic, reason = "a drawing; no money and no share is computed here")]

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use registry::Gazetteer;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    io::{Read, Write},
    sync::{Arc, LazyLock, Mutex},
};
use terms::AreaCode;

static PROVINCES: &[u8] = include_bytes!("../../../data/boundaries/prov_kab.topo.json");
static DISTRICTS: &[u8] = include_bytes!("../../../data/boundaries/kec.topo.json.gz");
static VILLAGES: &[u8] = include_bytes!("../../../data/boundaries/desa_pilot.topo.json.gz");

/// Who is to be thanked for the outlines, and what they are not.
pub(crate) const ATTRIBUTION_ID: &str = "Batas wilayah: cahyadsn/wilayah_boundaries (MIT). Hanya \
    petunjuk untuk tampilan dan perencanaan; tidak menetapkan batas apa pun.";
/// The same in English.
pub(crate) const ATTRIBUTION_EN: &str = "Boundaries: cahyadsn/wilayah_boundaries (MIT). Indicative, \
    for display and planning; they settle no border.";

/// The longer side of a map, in points of the grid.
const SIDE: f64 = 1_200.0;
/// Maps kept at once: the country, the provinces, and the regencies people look at.
const KEPT_MAX: usize = 200;

/// A map as it is sent: the text, the same compressed, and the name of exactly this content.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) text: Vec<u8>,
    pub(crate) zipped: Vec<u8>,
    pub(crate) tag: String,
}

/// The outlines of the areas one level below; `None` is the country.
pub(crate) fn map_of(area: Option<&AreaCode>) -> Result<Arc<Map>, String> {
    static KEPT: LazyLock<Mutex<BTreeMap<String, Arc<Map>>>> = LazyLock::new(Mutex::default);
    let key = area.map(ToString::to_string).unwrap_or_default();
    if let Some(map) = KEPT.lock().expect("nobody panics while looking").get(&key) {
        return Ok(Arc::clone(map));
    }
    let map = Arc::new(draw(&key)?);
    let mut kept = KEPT.lock().expect("nobody panics while looking");
    if kept.len() >= KEPT_MAX {
        kept.clear();
    }
    kept.insert(key, Arc::clone(&map));
    Ok(map)
}

/// The outlines in an answer.
#[derive(Serialize)]
struct Drawn<'a> {
    area: &'a str,
    /// West, south, east, north in degrees; null when there is no outline.
    bbox: Option<[f64; 4]>,
    width: i32,
    height: i32,
    shapes: Vec<Shape<'a>>,
    /// Areas that have no outline: they are in the table and not on the map.
    missing: Vec<&'a str>,
    attribution_id: &'static str,
    attribution_en: &'static str,
}

#[derive(Serialize)]
struct Shape<'a> {
    code: &'a str,
    name: &'a str,
    rings: Vec<Vec<i32>>,
}

fn draw(parent: &str) -> Result<Map, String> {
    let topology = match parent.split('.').filter(|part| !part.is_empty()).count() {
        0 | 1 => &*TOP,
        2 => &*MIDDLE,
        _ => &*BOTTOM,
    };
    let topology = topology.as_ref().map_err(Clone::clone)?;
    let areas = Gazetteer::embedded();
    let code: Option<AreaCode> = parent.parse().ok();
    let mut outlines: HashMap<&str, Vec<Vec<Point>>> = HashMap::new();
    for (code, polygons) in topology.children.get(parent).into_iter().flatten() {
        outlines.insert(code, topology.rings(polygons));
    }
    let frame = Frame::around(outlines.values().flatten().flatten());
    let (mut shapes, mut missing) = (Vec::new(), Vec::new());
    for area in areas.children(code.as_ref()) {
        let rings = outlines.get(area.code.as_str()).zip(frame.as_ref());
        let rings = rings.map(|(rings, frame)| frame.drawn(rings)).unwrap_or_default();
        if rings.is_empty() {
            missing.push(area.code.as_str());
        } else {
            shapes.push(Shape { code: area.code.as_str(), name: &area.name, rings });
        }
    }
    let (width, height) = frame.as_ref().map_or((0, 0), Frame::size);
    let drawn = Drawn {
        area: parent,
        bbox: frame.as_ref().map(Frame::bounds),
        width,
        height,
        shapes,
        missing,
        attribution_id: ATTRIBUTION_ID,
        attribution_en: ATTRIBUTION_EN,
    };
    let text = serde_json::to_vec(&drawn).map_err(|error| error.to_string())?;
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = zip.write_all(&text).and_then(|()| zip.finish());
    let hash = Sha256::digest(&text);
    let tag = hash.iter().take(8).fold(String::new(), |tag, byte| format!("{tag}{byte:02x}"));
    Ok(Map { zipped: zipped.map_err(|error| error.to_string())?, tag, text })
}

/// Longitude and latitude in degrees.
type Point = (f64, f64);
/// A ring is a list of lines; a negative number is a line walked backwards.
type Polygons = Vec<Vec<Vec<i64>>>;

/// A TopoJSON file, its geometries by the area they lie in.
struct Topology {
    arcs: Vec<Vec<Point>>,
    children: BTreeMap<String, Vec<(String, Polygons)>>,
}

static TOP: LazyLock<Result<Topology, String>> =
    LazyLock::new(|| Topology::read(PROVINCES.to_vec(), &["prov", "kab"]));
static MIDDLE: LazyLock<Result<Topology, String>> =
    LazyLock::new(|| Topology::read(unzipped(DISTRICTS)?, &["kec"]));
static BOTTOM: LazyLock<Result<Topology, String>> =
    LazyLock::new(|| Topology::read(unzipped(VILLAGES)?, &["desa"]));

fn unzipped(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

#[derive(Deserialize)]
struct File {
    arcs: Vec<Vec<(i64, i64)>>,
    transform: Transform,
    objects: BTreeMap<String, Object>,
}

#[derive(Deserialize)]
struct Transform {
    scale: Point,
    translate: Point,
}

#[derive(Deserialize)]
struct Object {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { arcs: Vec<Vec<i64>>, properties: Properties },
    MultiPolygon { arcs: Polygons, properties: Properties },
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

impl Topology {
    fn read(text: Vec<u8>, objects: &[&str]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
        let Transform { scale, translate } = file.transform;
        let mut children: BTreeMap<String, Vec<(String, Polygons)>> = BTreeMap::new();
        for (name, object) in file.objects {
            if !objects.contains(&name.as_str()) {
                continue;
            }
            for geometry in object.geometries {
                let (code, polygons) = match geometry {
                    Geometry::Polygon { arcs, properties } => (properties.code, vec![arcs]),
                    Geometry::MultiPolygon { arcs, properties } => (properties.code, arcs),
                };
                let parent = code.rsplit_once('.').map_or("", |(parent, _)| parent).to_owned();
                children.entry(parent).or_default().push((code, polygons));
            }
        }
        // Each point of a line is said as the way from the one before.
        let placed = |line: Vec<(i64, i64)>| {
            let walk = line.into_iter().scan((0, 0), |at, (dx, dy)| {
                *at = (at.0 + dx, at.1 + dy);
                Some(*at)
            });
            let on = |n: i64, scale: f64, from: f64| f64::from(n as i32) * scale + from;
            walk.map(|(x, y)| (on(x, scale.0, translate.0), on(y, scale.1, translate.1))).collect()
        };
        Ok(Self { arcs: file.arcs.into_iter().map(placed).collect(), children })
    }

    /// The rings of some polygons, holes too, each as one line of points.
    fn rings(&self, polygons: &Polygons) -> Vec<Vec<Point>> {
        let line = |at: i64| {
            let forwards = usize::try_from(if at < 0 { !at } else { at }).ok();
            let line = forwards.and_then(|at| self.arcs.get(at)).cloned().unwrap_or_default();
            if at < 0 { line.into_iter().rev().collect() } else { line }
        };
        let joined = |ring: &Vec<i64>| {
            let mut points: Vec<Point> = Vec::new();
            for at in ring {
                // A line begins where the one before ended.
                let skip = usize::from(!points.is_empty());
                points.extend(line(*at).into_iter().skip(skip));
            }
            points
        };
        polygons.iter().flatten().map(joined).collect()
    }
}

/// Where a map begins and how large a degree is on it.
struct Frame {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    /// Points of the grid for a degree of longitude and of latitude.
    scale: Point,
}

impl Frame {
    fn around<'a>(points: impl Iterator<Item = &'a Point>) -> Option<Self> {
        let wide = points.fold(None, |found: Option<[f64; 4]>, (x, y)| {
            let [west, south, east, north] = found.unwrap_or([*x, *y, *x, *y]);
            Some([west.min(*x), south.min(*y), east.max(*x), north.max(*y)])
        });
        let [west, south, east, north] = wide?;
        // A degree of longitude is shorter away from the equator.
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let longer = ((east - west) * shrink).max(north - south).max(f64::EPSILON);
        let scale = SIDE / longer;
        Some(Self { west, south, east, north, scale: (scale * shrink, scale) })
    }

    fn place(&self, (x, y): Point) -> (i32, i32) {
        // Within the frame, so between 0 and the side.
        let x = ((x - self.west) * self.scale.0).round() as i32;
        (x, ((self.north - y) * self.scale.1).round() as i32)
    }

    fn size(&self) -> (i32, i32) {
        self.place((self.east, self.south))
    }

    fn bounds(&self) -> [f64; 4] {
        let short = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
        [short(self.west), short(self.south), short(self.east), short(self.north)]
    }

    /// The rings that can be seen on the grid; of an area too small for any, a dot.
    fn drawn(&self, rings: &[Vec<Point>]) -> Vec<Vec<i32>> {
        let placed: Vec<Vec<(i32, i32)>> =
            rings.iter().map(|ring| corners(ring.iter().map(|point| self.place(*point)))).collect();
        let seen = placed.iter().filter(|ring| ring.len() >= 3);
        let mut flat: Vec<Vec<i32>> =
            seen.map(|ring| ring.iter().flat_map(|(x, y)| [*x, *y]).collect()).collect();
        if flat.is_empty()
            && let Some(first) = rings.iter().flatten().next()
        {
            let (x, y) = self.place(*first);
            flat.push(vec![x, y - 1, x + 1, y, x, y + 1, x - 1, y]);
        }
        flat
    }
}

/// The corners of a ring: without what falls together or lies on a straight line.
fn corners(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        while let [.., a, b] = kept.as_slice()
            && (b.0 - a.0) * (point.1 - b.1) == (b.1 - a.1) * (point.0 - b.0)
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    if kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn map(code: &str) -> Value {
        let code: Option<AreaCode> = code.parse().ok();
        let map = map_of(code.as_ref()).unwrap();
        assert!(map.text.len() < 250_000, "{code:?}: {} bytes", map.text.len());
        serde_json::from_slice(&map.text).unwrap()
    }

    #[test]
    fn every_level_is_drawn_from_the_country_to_a_pilot_village() {
        for (code, n, first) in [
            ("", 38, "Aceh"),
            ("33", 35, "Kabupaten Cilacap"),
            ("33.02", 27, "Lumbir"),
            ("33.02.15", 8, "Karangkemojing"),
        ] {
            let map = map(code);
            let shapes = map["shapes"].as_array().unwrap();
            assert!(shapes.len() >= n, "{code}: {}", shapes.len());
            assert!(shapes.iter().any(|shape| shape["name"] == first), "{code}");
            assert_eq!(map["missing"], serde_json::json!([]), "{code}");
            let (w, h) = (map["width"].as_i64().unwrap(), map["height"].as_i64().unwrap());
            assert_eq!(w.max(h), 1_200);
            for ring in shapes.iter().flat_map(|shape| shape["rings"].as_array().unwrap()) {
                let ring: Vec<i64> =
                    ring.as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect();
                assert!(ring.len() >= 6 && ring.len().is_multiple_of(2), "{code}");
                for point in ring.chunks(2) {
                    assert!((-1..=w + 1).contains(&point[0]) && (-1..=h + 1).contains(&point[1]));
                }
            }
            assert!(map["attribution_en"].as_str().unwrap().contains("settle no border"));
        }
    }

    #[test]
    fn an_area_without_an_outline_is_named_as_missing() {
        let lanny_jaya = map("95.07");
        assert_eq!(lanny_jaya["missing"], serde_json::json!(["95.07.09"]));
        let elsewhere = map("11.01.01");
        assert_eq!(elsewhere["shapes"], serde_json::json!([]));
        assert!(elsewhere["bbox"].is_null());
        assert!(!elsewhere["missing"].as_array().unwrap().is_empty());
    }

    #[test]
    fn every_map_is_small_and_what_is_drawn_is_in_the_list() {
        let areas = Gazetteer::embedded();
        let above = areas.within(None).filter(|area| area.code.as_str().len() <= 5);
        let (mut n_missing, mut largest) = (0, 0);
        for area in above {
            let text = draw(area.code.as_str()).unwrap().text;
            largest = largest.max(text.len());
            let map: Value = serde_json::from_slice(&text).unwrap();
            n_missing += map["missing"].as_array().unwrap().len();
        }
        assert!(largest < 60_000, "{largest}");
        assert_eq!(n_missing, 1, "only Kuyawage has no outline");
    }

    #[test]
    fn a_ring_keeps_its_corners_only() {
        let ring = [(0, 0), (1, 0), (2, 0), (2, 0), (2, 2), (0, 2), (0, 0)];
        assert_eq!(corners(ring.into_iter()), [(0, 0), (2, 0), (2, 2), (0, 2)]);
        assert!(corners([(1, 1), (1, 1)].into_iter()).len() < 3);
        assert!(corners([(0, 0), (5, 5), (0, 0)].into_iter()).len() < 3, "out and back is a line");
    }
}
