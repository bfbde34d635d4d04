/** Prefers places with the company that a pod wishes for, and where those who are there wish for its company. */
import type { Cluster } from '../cluster/cluster.ts';
import type { TermIndex } from '../cluster/term-index.ts';
import type { AffinityTerm } from '../pods/affinity-term.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { MAX_SCORE, type Score } from './score.ts';

/** What the company of a pod counts that must have this one near. */
const NEEDED_WEIGHT = 1;

/** Sums of weights, by topology and place. */
type Sums = Map<string, Map<string, number>>;

export const companyPreference: Score = {
  name: 'InterPodAffinity',
  rate(pod, cluster, { nodes, scores }) {
    const sums = sumsFor(pod, cluster);
    if (sums.size === 0) return false;
    for (const [topologyKey, places] of sums) {
      for (let i = 0; i < nodes.length; i++) {
        const place = nodes[i]?.labels[topologyKey];
        if (place !== undefined) scores[i] = (scores[i] ?? 0) + (places.get(place) ?? 0);
      }
    }
    stretch(scores);
    return true;
  },
};

function sumsFor(pod: PodInfo, cluster: Cluster): Sums {
  const sums: Sums = new Map();
  const wish = (terms: readonly AffinityTerm[], sign: 1 | -1): void => {
    for (const term of terms) {
      const counter = cluster.counters.get({
        id: `company/${term.id}`,
        selectsNamespaces: term.selectsNamespaces,
        matches: (other) => term.matches(other, cluster.namespaceLabels),
      });
      add(sums, {
        topologyKey: term.topologyKey,
        byPlace: counter.byPlace(term.topologyKey),
        weight: sign * term.weight,
      });
    }
  };
  const beWished = (index: TermIndex, weightOf: (term: AffinityTerm) => number): void => {
    if (index.size === 0) return;
    for (const { term, byPlace } of index.matching(pod, cluster.namespaceLabels)) {
      add(sums, { topologyKey: term.topologyKey, byPlace, weight: weightOf(term) });
    }
  };
  wish(pod.preferredAffinity, 1);
  wish(pod.preferredAntiAffinity, -1);
  beWished(cluster.terms.requiredAffinity, () => NEEDED_WEIGHT);
  beWished(cluster.terms.preferredAffinity, ({ weight }) => weight);
  beWished(cluster.terms.preferredAntiAffinity, ({ weight }) => -weight);
  return sums;
}

interface Addend {
  readonly topologyKey: string;
  readonly byPlace: ReadonlyMap<string, number>;
  readonly weight: number;
}

function add(sums: Sums, { topologyKey, byPlace, weight }: Addend): void {
  if (byPlace.size === 0) return;
  const places = sums.get(topologyKey) ?? new Map<string, number>();
  sums.set(topologyKey, places);
  for (const [place, count] of byPlace) places.set(place, (places.get(place) ?? 0) + count * weight);
}

/** Between the worst, which becomes 0, and the best, which becomes 100. */
function stretch(scores: Float64Array): void {
  let least = Number.MAX_SAFE_INTEGER;
  let most = Number.MIN_SAFE_INTEGER;
  for (const score of scores) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const range = most - least;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = range > 0 ? Math.trunc(MAX_SCORE * (((scores[i] ?? 0) - least) / range)) : 0;
  }
}
