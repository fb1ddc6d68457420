// Outlines of several maps laid on one picture: each map has a grid of its own and says where it lies.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';
import type { Plan } from './plan';

type Map_ = Schemas['MapView'];
interface Spot { x: number; y: number }
interface Outline { code: string; name: string; path: string; isVillage: boolean }
export interface Drawing {
  width: number;
  height: number;
  outlines: Outline[];
  /** Where a village or district is drawn; of a village without an outline, its district. */
  at: (code: string) => Spot | null;
  attribution: Map_ | null;
}

const asked = new Map<string, Promise<Map_>>();
function shapes(code: string): Promise<Map_> {
  let map = asked.get(code);
  if (!map) {
    map = answer(api.GET('/api/v1/areas/{code}/shapes', { params: { path: { code } } }));
    map.catch(() => asked.delete(code));
    asked.set(code, map);
  }
  return map;
}

const width = 1000;

/** The middle of the largest ring. */
function middle(rings: Spot[][]): Spot | null {
  const size = (ring: Spot[]) => ring.reduce((sum, p, n) => {
    const q = ring[(n + 1) % ring.length]!;
    return sum + p.x * q.y - q.x * p.y;
  }, 0) / 2;
  const largest = [...rings].sort((a, b) => Math.abs(size(b)) - Math.abs(size(a)))[0];
  if (!largest) return null;
  const area = size(largest);
  if (area === 0) return largest[0] ?? null;
  const sum = largest.reduce((all, p, n) => {
    const q = largest[(n + 1) % largest.length]!;
    const cross = p.x * q.y - q.x * p.y;
    return { x: all.x + (p.x + q.x) * cross, y: all.y + (p.y + q.y) * cross };
  }, { x: 0, y: 0 });
  return { x: sum.x / (6 * area), y: sum.y / (6 * area) };
}

/** The districts of a plan, and the villages of those that are visited. */
export async function drawing(plan: Plan): Promise<Drawing> {
  const places = [...plan.visits.map((it) => it.village), ...plan.outings.map((it) => it.start), plan.area];
  const regencies = [...new Set(places.filter((it) => it.length >= 5).map((it) => it.slice(0, 5)))];
  const roots = plan.area.length >= 8 ? [plan.area.slice(0, 8)] : regencies;
  const districts = [...new Set(plan.visits.map((it) => it.village.slice(0, 8)))].filter((it) => !roots.includes(it));
  const [base, fine] = await Promise.all([Promise.all(roots.map(shapes)), Promise.all(districts.map(shapes))]);
  const boxes = base.flatMap((it) => (it.bbox ? [it.bbox] : []));
  if (boxes.length === 0) return { width: 0, height: 0, outlines: [], at: () => null, attribution: null };
  const side = (n: number, of: (...all: number[]) => number) => of(...boxes.map((it) => it[n]!));
  const [west, south, east, north] = [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
  const scale = width / (east - west);
  // A degree of latitude is longer than one of longitude away from the equator.
  const tall = scale / Math.cos((((south + north) / 2) * Math.PI) / 180);

  const spots = new Map<string, Spot | null>();
  const outlines = [...base, ...fine].flatMap((map) => {
    const box = map.bbox;
    if (!box) return [];
    const place = (x: number, y: number): Spot => ({
      x: (box[0]! + (x / map.width) * (box[2]! - box[0]!) - west) * scale,
      y: (north - box[3]! + (y / map.height) * (box[3]! - box[1]!)) * tall,
    });
    return map.shapes.map((shape): Outline => {
      const rings = shape.rings.map((ring) => Array.from({ length: ring.length / 2 }, (_, n) => place(ring[2 * n]!, ring[2 * n + 1]!)));
      spots.set(shape.code, middle(rings));
      const line = (ring: Spot[]) => `M${ring.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('L')}Z`;
      return { code: shape.code, name: shape.name, path: rings.map(line).join(''), isVillage: shape.code.length > 8 };
    });
  });
  const at = (code: string) => spots.get(code) ?? spots.get(code.slice(0, 8)) ?? null;
  return { width, height: (north - south) * tall, outlines, at, attribution: base[0] ?? null };
}
