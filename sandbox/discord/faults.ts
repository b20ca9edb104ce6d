// Faults on demand: failures injected into a client's next requests.

/** The kinds of injected faults. */
export type InjectedFault = (
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** `retryAfter` in seconds. */
  | { readonly kind: 'rate-limit'; readonly retryAfter: number; readonly scope?: 'user' | 'shared' | 'global' }
  /** Answers after `ms`; without it never. */
  | { readonly kind: 'hang'; readonly ms?: number }
  /** The connection breaks before the answer. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'slow'; readonly ms: number }
) & {
  /** The request takes effect; only the answer fails. */
  readonly applied?: boolean;
};

/** The requests that a fault strikes. */
export interface FaultMatch {
  readonly method?: string;
  /** Tested against the path without `/api/v10` and query. */
  readonly path: RegExp;
  /** Number of requests to strike: 1 by default. */
  readonly times?: number;
  /** Number of matching requests to let pass first. */
  readonly after?: number;
}

export interface ActiveFault {
  readonly fault: InjectedFault;
  /** Number of requests struck. */
  readonly struck: number;
  remove(): void;
}

export interface Faults {
  add(rule: { readonly match: FaultMatch; readonly fault: InjectedFault }): ActiveFault;
  clear(): void;
  /** The fault for a request, if any; this counts as a strike. */
  take(method: string, path: string): InjectedFault | undefined;
}

interface Rule {
  readonly match: FaultMatch;
  readonly fault: InjectedFault;
  seen: number;
  struck: number;
}

/** Makes an empty list of faults; of several matching ones, the oldest strikes first. */
export function createFaults(): Faults {
  let rules: Rule[] = [];
  return {
    add: ({ match, fault }) => {
      const rule: Rule = { match, fault, seen: 0, struck: 0 };
      rules.push(rule);
      return {
        fault,
        get struck() {
          return rule.struck;
        },
        remove: () => {
          rules = rules.filter((other) => other !== rule);
        },
      };
    },
    clear: () => {
      rules = [];
    },
    take: (method, path) => {
      for (const rule of rules) {
        const { match } = rule;
        if (match.method !== undefined && match.method.toUpperCase() !== method) continue;
        if (path.search(match.path) < 0 || rule.struck >= (match.times ?? 1)) continue;
        rule.seen += 1;
        if (rule.seen <= (match.after ?? 0)) continue;
        rule.struck += 1;
        return rule.fault;
      }
      return undefined;
    },
  };
}
