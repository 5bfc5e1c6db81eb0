// Searches with Lucene 8.8 at its best. Every answer is exact and no answer is cached; filters are
// (LRUQueryCache, free shipping and the price range), which saves a third of facets. Each kind is
// one pass; single-term alternatives of a word are a SynonymQuery. At 1,000,000 products the mean of
// block-max BM25 and a scoreless count was twice that of scoring all matches, and TopFieldCollector's
// 1.14 times that of Collectors.Lowest.
//   relevance, filter  BM25 over all matches
//   price              a doc value a match and 20 kept
//   sales, browse      the first 20 docids; the rest is counted, or known (docFreq) for one term
//   facets             BM25 and two doc values a match
//   group              BM25 and a doc value a match, the best of each group kept
//   java Serve WORKLOAD INDEX      the protocol is the one of bench/peers/workload.h

import java.io.*;
import java.lang.management.*;
import java.nio.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

public final class Serve {
  static final int PAGE = 20, FACET_VALUES = 100;
  static final boolean DOC_VALUE_CARDS =
      System.getProperty("cards", "stored").equals("docvalues");
  static final boolean CPU_CLOCK = "cpu".equals(System.getenv("SOUK_BENCH_CLOCK"));
  static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  static final Query PRICE_RANGE = LongPoint.newRangeQuery("price_range", 500, 4999);
  static final Query FREE = new TermQuery(new Term("free", "1"));

  enum Kind { relevance, price, sales, browse, facets, filter, group }

  record Asked(Kind kind, byte[] q, Query query) {}

  final LeafReader leaf;
  final IndexSearcher searcher;
  final List<Asked> log = new ArrayList<>();
  final byte[][] brandNames, categoryNames;
  final int[] roots;
  final Collectors.Groups groups;

  long total;
  int hits;
  final int[] docs = new int[PAGE];
  final List<int[]> brands = new ArrayList<>(), categories = new ArrayList<>(); // {code, count}
  final ByteArrayOutputStream json = new ByteArrayOutputStream(1 << 16);

  public static void main(String[] args) throws Exception {
    Serve serve = new Serve(Path.of(args[0]), Path.of(args[1]));
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ");
      serve.pass(command[0].equals("json"), Path.of(command[1]));
      System.out.println("done");
    }
  }

  Serve(Path workload, Path index) throws IOException {
    DirectoryReader reader = DirectoryReader.open(MMapDirectory.open(index));
    if (reader.leaves().size() != 1) throw new IllegalStateException("not one segment");
    leaf = reader.leaves().get(0).reader();
    groups = new Collectors.Groups(1 + most(leaf.getNumericDocValues("group")));
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(new LRUQueryCache(100, 64 << 20, context -> true, Float.MAX_VALUE));
    searcher.setQueryCachingPolicy(new QueryCachingPolicy() {
      @Override
      public void onUse(Query query) {}

      @Override
      public boolean shouldCache(Query query) {
        return query.equals(FREE) || query.equals(PRICE_RANGE);
      }
    });
    brandNames = names(workload.resolve("brands.tsv"), 1);
    categoryNames = names(workload.resolve("categories.tsv"), 3);
    int[] parents = Build.parents(workload.resolve("categories.tsv"));
    roots = new int[parents.length];
    for (int node = 1; node < roots.length; ++node) { // in preorder: a parent's root is known
      roots[node] = parents[node] == 0 ? node : roots[parents[node]];
    }
    BytesRef[] terms = Build.terms(workload.resolve("terms.txt"));
    for (String line : Files.readAllLines(workload.resolve("queries.tsv"))) {
      String[] fields = line.split("\t", -1);
      log.add(asked(Kind.valueOf(fields[0]), fields, terms));
    }
  }

  static int most(NumericDocValues values) throws IOException {
    long most = 0;
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      most = Math.max(most, values.longValue());
    }
    return (int) most;
  }

  static byte[][] names(Path file, int column) throws IOException {
    List<byte[]> names = new ArrayList<>(List.of(new byte[0]));
    for (String line : Files.readAllLines(file)) names.add(quoted(line.split("\t")[column]));
    return names.toArray(byte[][]::new);
  }

  static byte[] quoted(String text) {
    return ('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  static Asked asked(Kind kind, String[] fields, BytesRef[] terms) {
    byte[] q = quoted(fields[1]);
    if (kind == Kind.browse) {
      return new Asked(kind, q, new TermQuery(new Term("category", fields[3])));
    }
    List<Query> words = new ArrayList<>();
    for (String word : fields[5].split(";")) {
      words.add(word.equals("-") ? new MatchNoDocsQuery() : word(word, terms));
    }
    boolean filtered = kind == Kind.facets || kind == Kind.filter;
    if (words.size() == 1 && !filtered) return new Asked(kind, q, words.get(0));
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (Query word : words) all.add(word, BooleanClause.Occur.MUST);
    if (filtered) {
      all.add(kind == Kind.facets ? FREE : PRICE_RANGE, BooleanClause.Occur.FILTER);
    }
    return new Asked(kind, q, all.build());
  }

  static Query word(String word, BytesRef[] terms) {
    String[] alternatives = word.split("\\|");
    if (alternatives.length > 1 && !word.contains("+")) {
      SynonymQuery.Builder any = new SynonymQuery.Builder("text");
      for (String term : alternatives) any.addTerm(term(term, terms));
      return any.build();
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String alternative : alternatives) {
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      for (String term : alternative.split("\\+")) {
        all.add(new TermQuery(term(term, terms)), BooleanClause.Occur.MUST);
      }
      any.add(simple(all.build()), BooleanClause.Occur.SHOULD);
    }
    return simple(any.build());
  }

  static Term term(String number, BytesRef[] terms) {
    return new Term("text", BytesRef.deepCopyOf(terms[Integer.parseInt(number)]));
  }

  static Query simple(BooleanQuery query) {
    return query.clauses().size() == 1 ? query.clauses().get(0).getQuery() : query;
  }

  /** Runs the log once; a record of four long integers a query. */
  void pass(boolean withJson, Path file) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(32 * log.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Asked asked : log) {
      brands.clear();
      categories.clear();
      long start = nanoseconds();
      search(asked);
      if (withJson) write(asked);
      out.putLong(nanoseconds() - start).putLong(total);
      long order = 0, facets = 0;
      Kind kind = asked.kind;
      if (kind == Kind.price || kind == Kind.sales || kind == Kind.browse) {
        for (int i = 0; i < hits; ++i) order = order * 31 + docs[i] + 1;
      }
      for (int[] value : brands) facets = facets * 31 + value[1];
      for (int[] value : categories) facets = facets * 31 + value[1];
      out.putLong(order).putLong(facets);
    }
    Files.write(file, out.array());
  }

  /** Wall time, or this thread's, as bench/peers/driver.cpp has it. */
  static long nanoseconds() {
    return CPU_CLOCK ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  void search(Asked asked) throws IOException {
    switch (asked.kind) {
      case price -> {
        Collectors.Lowest lowest = new Collectors.Lowest(leaf.getNumericDocValues("price"), docs);
        searcher.search(asked.query, lowest);
        hits = lowest.size;
        total = lowest.total;
      }
      case sales, browse -> {
        boolean counted = asked.query instanceof TermQuery; // no deletions: docFreq is the total
        Collectors.First first = new Collectors.First(docs, counted);
        searcher.search(asked.query, first);
        hits = Math.min(first.total, PAGE);
        total = counted ? searcher.count(asked.query) : first.total;
      }
      case facets -> {
        TopScoreDocCollector best = TopScoreDocCollector.create(PAGE, Integer.MAX_VALUE);
        Collectors.Counting counting =
            new Collectors.Counting(best, leaf, brandNames.length, categoryNames.length);
        searcher.search(asked.query, counting);
        keep(best.topDocs());
        list(counting.brands, brands);
        int[] byRoot = new int[roots.length];
        for (int node = 1; node < roots.length; ++node) {
          byRoot[roots[node]] += counting.categories[node];
        }
        list(byRoot, categories);
      }
      case group -> {
        searcher.search(asked.query, groups.start(leaf.getNumericDocValues("group")));
        hits = groups.finish(docs);
        total = groups.total();
      }
      default -> {
        TopScoreDocCollector best = TopScoreDocCollector.create(PAGE, Integer.MAX_VALUE);
        searcher.search(asked.query, best);
        keep(best.topDocs());
      }
    }
  }

  void keep(TopDocs top) {
    total = top.totalHits.value;
    hits = top.scoreDocs.length;
    for (int i = 0; i < hits; ++i) docs[i] = top.scoreDocs[i].doc;
  }

  static void list(int[] counts, List<int[]> values) {
    for (int code = 1; code < counts.length; ++code) {
      if (counts[code] != 0) values.add(new int[] {code, counts[code]});
    }
    values.sort((a, b) -> b[1] - a[1]);
    if (values.size() > FACET_VALUES) values.subList(FACET_VALUES, values.size()).clear();
  }

  void write(Asked asked) throws IOException {
    json.reset();
    put("{\"query\":");
    json.write(asked.q, 0, asked.q.length);
    put(",\"total\":" + total + ",\"hits\":[");
    Cards cards = new Cards();
    for (int i = 0; i < hits; ++i) {
      if (i != 0) json.write(',');
      if (DOC_VALUE_CARDS) {
        // Doc values only go forward, so each hit needs its own.
        BinaryDocValues values = leaf.getBinaryDocValues("card");
        values.advanceExact(docs[i]);
        BytesRef card = values.binaryValue();
        json.write(card.bytes, card.offset, card.length);
      } else {
        leaf.document(docs[i], cards);
      }
    }
    put("],\"facets\":{\"brand\":[");
    write(brands, brandNames);
    put("],\"category\":[");
    write(categories, categoryNames);
    put("]}}");
  }

  void write(List<int[]> values, byte[][] names) {
    for (int i = 0; i < values.size(); ++i) {
      put(i == 0 ? "{\"value\":" : ",{\"value\":");
      json.writeBytes(names[values.get(i)[0]]);
      put(",\"count\":" + values.get(i)[1] + "}");
    }
  }

  void put(String ascii) {
    json.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  final class Cards extends StoredFieldVisitor {
    @Override
    public Status needsField(FieldInfo field) {
      return Status.YES;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] card) {
      json.write(card, 0, card.length);
    }
  }
}
