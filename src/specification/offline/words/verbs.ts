/**
 * Verbs that names of tests begin with, by how much they can be trusted where a noun has the same letters: facts of
 * English, not of a repository. Inflected forms are made from these in inflect.ts.
 */

const listOf = (words: string): string[] => words.trim().split(/\s+/)

/** At the beginning of a name these are verbs, whatever follows. */
export const VERBS = listOf(`
  accept accumulate achieve acknowledge acquire activate adapt add adhere adjust admit advance advertise affect aggregate align allocate
  allow alter amend announce answer anticipate append apply approve arrange arrive ask assemble assert assign associate assume attach
  augment authenticate authorize avoid await bail be become begin behave belong bootstrap bring broadcast browse build bypass calculate
  cancel capitalize carry cascade catch cause cease censor choose clamp classify clean clear coerce collapse collect collide combine
  communicate compare compile compose compress compute concat concatenate conclude configure confirm conflict conform connect consider
  consist consolidate construct consume contain continue contribute convert cooperate coordinate correspond crash create crop deactivate
  debounce decide declare decode decompose decompress decorate decrease decrement decrypt dedupe deduplicate deem deepen defer define
  degrade delete deliver demand demote deny depend deprecate dequeue derive describe deserialize destroy destructure detach detect
  determine diagnose die differ differentiate digest disable disallow disappear discard disconnect discover dispose distinguish
  distribute dive divide drain drive eject elect elevate eliminate embed emit emulate enable encode encounter encrypt enforce enhance
  enlarge enqueue enrich ensure enter enumerate erase err escape establish evaluate evict examine exceed exclude execute exercise
  exhaust exist expand expect experience expire explain expose extend extract fabricate facilitate fail fall fall-back favor favour
  finalize find finish flatten follow forbid forget freeze fulfil fulfill gather generate get give go govern grant grow guarantee guard
  hand handle hang have hide hoist honor honour hydrate identify ignore illustrate implement imply impose improve include increment
  indicate infer inform inherit initialise initialize initiate inject insert inspect instantiate instruct integrate intend interact
  intercept interpolate interpret intersect introduce invalidate invert invoke involve isolate iterate keep know lack leak learn leave
  let lift listen locate look loop lose maintain make manage mangle manipulate marshal materialize matter mean measure memoize mention
  merge migrate mimic minify minimize miss modify multiply mutate narrow navigate need negate negotiate normalise normalize notice
  notify obey observe obtain occur omit operate opt optimise optimize outlive outrank overrule overwrite paginate panic parse partition
  perform permit poison populate postpone precede precompute prefer prefetch prepare prepend preserve prettify prevent prioritise
  prioritize proceed produce prohibit promote propagate propose protect prove provide prune publish purge qualify quit raise
  reach react realize reassign rebuild recall receive recognise recognize recompute reconcile reconnect reconstruct recover recreate
  redact redraw reduce refer refetch reflect reformat refresh refuse register reindex reject rejoin relate relax reload rely remain
  remember remount remove rename reopen reorder repair reply represent require reside resolve respect respond restore restrict resume
  retain retrieve retry return reuse reveal reverse revert revoke rewrite sanitise sanitize satisfy save see seek send serialise
  serialize serve settle ship shorten show shrink shut simplify sit skip spawn specify spend spy squash stall stand stay stop stretch
  stringify subscribe substitute subtract succeed suffer suggest summarize supersede supply suppress survive suspend swallow synchronise
  synchronize take teach tear tell terminate throttle throw tokenize tolerate track transform translate transmit transpile traverse
  treat trip truncate try unbind unblock undefine undergo understand undo unescape uninstall unlink unload unlock unmarshal unmount
  unpack unregister unset unsubscribe unwrap update upgrade upsert use utilize validate vary verify want warn widen win wipe withdraw
  wrap
  come say seem appear eat drink pay buy sell earn owe greet welcome enroll decline dismiss bake cook melt boil hear feel think believe arise speak stick bear sleep wake speed retype agree disagree donate rent borrow lend pray sing dance
`)

/** Verbs where an object follows at once (`set cookie`), nouns before a preposition or at the end (`set with values`). */
export const VERBS_BEFORE_NOUNS = listOf(`
  abort alias animate archive bind bounce break call capture change check click clip clone close commit copy cut delay delegate deploy
  dispatch download drop dump edit end exit export fetch fill filter fire fit fix flip flush focus force fork format guide halt
  highlight hit hold increase indent inline install join jump kill launch lead link load lock mark match mirror mix mount move nest
  overflow overlap override pad pass paste pause persist pick pin place point poll pool pop post press print prompt pull push put read
  redirect release render repeat replace report reserve reset resize restart roll rotate run scan schedule scroll search select
  set shadow share shift shuffle sign sort split spread stack start store stream strip subclass submit support swap switch sync toggle touch
  transpose trigger trim turn upload visit wait walk watch work write yield zip
  offer charge refund deposit vote invite zoom fade hover tap blink beep park
`)

/** Nouns unless a determiner follows at once (`lists the files`). */
export const VERBS_BEFORE_DETERMINERS = listOf(`
  attempt balance bar benchmark block book boot border bubble buffer cap case cast class code colour command comment compact condition
  contract cost data date debug default demo design detail direct display document draft echo error estimate event feature field file
  flag flow form function guess harness head hint hook host index input interface invoice key last layer layout level line live mask
  master method mock model module native network note number object offset open option order page param parent patch path pipe plan plot
  port position power present preview probe profile progress project prototype query question range rank rate reason reference remote resource
  rest result role round route rule schema scope script seed segment sequence service shape signature size snapshot sound source space
  spec stage state step string stub style subject sum surface symbol table tag tail target task template test text theme thread tick
  time token trade type unit value version view void wire worry
`)

/** Nouns in their base form, as those before; with an `-s` verbs wherever a noun follows (`logs errors`). */
export const VERBS_WITH_S = listOf(`
  access alert batch branch bundle cache chain color complete correct count cover cycle duplicate empty equal fold forward free group
  hash help import issue label limit list log lower map name output own pair prefix process queue record request sample scale score
  separate signal slice suffix trace transfer
`)

/** What a participle or a past form has instead of `-ed`. */
export const IRREGULAR_PARTICIPLES: Readonly<Record<string, string>> = {
  come: 'come',
  pay: 'paid',
  buy: 'bought',
  sell: 'sold',
  say: 'said',
  eat: 'eaten',
  speak: 'spoken',
  hear: 'heard',
  feel: 'felt',
  think: 'thought',
  grow: 'grown',
  drink: 'drunk',
  lend: 'lent',
  wake: 'woken',
  bind: 'bound',
  break: 'broken',
  bring: 'brought',
  build: 'built',
  catch: 'caught',
  choose: 'chosen',
  cut: 'cut',
  do: 'done',
  find: 'found',
  forget: 'forgotten',
  freeze: 'frozen',
  get: 'gotten',
  give: 'given',
  hide: 'hidden',
  hit: 'hit',
  hold: 'held',
  keep: 'kept',
  know: 'known',
  leave: 'left',
  let: 'let',
  lose: 'lost',
  make: 'made',
  overwrite: 'overwritten',
  override: 'overridden',
  put: 'put',
  rebuild: 'rebuilt',
  reset: 'reset',
  rewrite: 'rewritten',
  run: 'run',
  see: 'seen',
  send: 'sent',
  set: 'set',
  show: 'shown',
  shut: 'shut',
  split: 'split',
  take: 'taken',
  tell: 'told',
  throw: 'thrown',
  undo: 'undone',
  unset: 'unset',
  withdraw: 'withdrawn',
  write: 'written',
}

/** `-ing` words that describe a noun (`missing file`) or are one (`warning`), and begin no statement. */
export const ADJECTIVES_AND_NOUNS_IN_ING: ReadonlySet<string> = new Set(
  listOf(`
    accompanying beginning binding bring building casing colliding competing conflicting containing corresponding dangling during
    encoding ending everything existing expiring failing floating following going heading incoming interesting interleaving king leading
    listing long-running matching meaning missing mapping nesting nothing ongoing opening outgoing outstanding overlapping owning padding
    passing pending pre-existing preceding remaining ring rendering resulting routing running sibling setting something spacing spelling
    spring string substring surrounding swing testing thing throwing timing trailing training typing underlying varying warning wing
    wording working
  `),
)
