// Indexes the catalogue with Lucene 8.8: two threads, then one segment, sorted by sales (so docid =
// rank and ties cost nothing). One field without norms or positions, whose frequency is 3 for a
// title's term and 1 for others; categories and free shipping as terms; numbers as doc values; the
// hit's JSON as a stored field (LZ4), or with -Dcards=docvalues as a binary doc value (larger,
// faster to read).
//   java Build WORKLOAD INDEX

import java.io.*;
import java.nio.*;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.*;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

public final class Build implements Runnable {
  static final boolean DOC_VALUE_CARDS =
      System.getProperty("cards", "stored").equals("docvalues");
  static final int THREADS = 2, HEAD = 56, BATCH = 256;

  public static void main(String[] args) throws Exception {
    Path workload = Path.of(args[0]);
    IndexWriterConfig config = new IndexWriterConfig();
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setIndexSort(new Sort(new SortField("rank", SortField.Type.LONG)));
    config.setRAMBufferSizeMB(1024);
    config.setUseCompoundFile(false);
    long start = System.nanoTime();
    BytesRef[] dictionary = terms(workload.resolve("terms.txt"));
    int[] parents = parents(workload.resolve("categories.tsv"));
    try (InputStream in =
            new BufferedInputStream(Files.newInputStream(workload.resolve("products.bin")), 1 << 20);
        IndexWriter writer = new IndexWriter(MMapDirectory.open(Path.of(args[1])), config)) {
      Thread[] threads = new Thread[THREADS];
      for (int i = 0; i < threads.length; ++i) {
        threads[i] = new Thread(new Build(in, writer, dictionary, parents));
        threads[i].setUncaughtExceptionHandler((thread, e) -> {
          e.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
        threads[i].start();
      }
      for (Thread thread : threads) thread.join();
      writer.commit();
      System.out.printf("{\"several_segments_s\": %.2f}%n", (System.nanoTime() - start) / 1e9);
      writer.forceMerge(1);
      writer.commit();
    }
  }

  /** Line n is term n, bytes that need not be what Java calls text. */
  static BytesRef[] terms(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<BytesRef> terms = new ArrayList<>();
    for (int at = 0, end; at < bytes.length; at = end + 1) {
      for (end = at; bytes[end] != '\n'; ++end) {}
      terms.add(new BytesRef(bytes, at, end - at));
    }
    return terms.toArray(BytesRef[]::new);
  }

  /** The parent's code of each category's code; 0 for a root. */
  static int[] parents(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int[] parents = new int[lines.size() + 1];
    for (int node = 1; node < parents.length; ++node) {
      parents[node] = Integer.parseInt(lines.get(node - 1).split("\t")[1]);
    }
    return parents;
  }

  /** The terms of one product, as they are. */
  static final class Terms extends TokenStream {
    final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    final BytesRef[] dictionary;
    int[] numbers = new int[256];
    byte[] masks;
    int size, at;

    Terms(BytesRef[] dictionary) {
      this.dictionary = dictionary;
    }

    @Override
    public void reset() {
      at = 0;
      step.setPositionIncrement(1);
    }

    @Override
    public boolean incrementToken() {
      if (at == size) return false;
      term.setBytesRef(dictionary[numbers[at]]);
      frequency.setTermFrequency(masks[at] < 0 ? 3 : 1); // the title is the mask's top bit
      ++at;
      return true;
    }
  }

  final InputStream in;
  final IndexWriter writer;
  final int[] parents;
  final Terms terms;
  final Field text;
  final Field rank = new NumericDocValuesField("rank", 0);
  final Field category = new NumericDocValuesField("category", 0);
  final Field brand = new NumericDocValuesField("brand", 0);
  final Field group = new NumericDocValuesField("group", 0);
  final Field price = new NumericDocValuesField("price", 0);
  final Field pricePoint = new LongPoint("price_range", 0);
  final Field free = new StringField("free", "1", Field.Store.NO);

  Build(InputStream in, IndexWriter writer, BytesRef[] dictionary, int[] parents) {
    this.in = in;
    this.writer = writer;
    this.parents = parents;
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setOmitNorms(true);
    type.freeze();
    terms = new Terms(dictionary);
    text = new Field("text", terms, type);
  }

  @Override
  public void run() {
    try {
      for (List<byte[]> records = batch(); !records.isEmpty(); records = batch()) {
        for (byte[] record : records) add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer view(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }

  List<byte[]> batch() throws IOException {
    List<byte[]> records = new ArrayList<>(BATCH);
    synchronized (in) {
      while (records.size() < BATCH) {
        byte[] head = in.readNBytes(HEAD);
        if (head.length == 0) break;
        ByteBuffer b = view(head);
        int size = (HEAD + 5 * b.getInt(20) + b.getInt(24) + b.getInt(28) + 7) / 8 * 8;
        byte[] record = Arrays.copyOf(head, size);
        in.readNBytes(record, HEAD, size - HEAD);
        records.add(record);
      }
    }
    return records;
  }

  /** The layout is ProductRecord's. */
  void add(byte[] record) throws IOException {
    ByteBuffer b = view(record);
    rank.setLongValue(b.getInt(0));
    category.setLongValue(b.getInt(4));
    brand.setLongValue(b.getInt(8));
    group.setLongValue(b.getInt(12));
    price.setLongValue(b.getLong(40));
    pricePoint.setLongValue(b.getLong(40));
    terms.size = b.getInt(20);
    if (terms.numbers.length < terms.size) terms.numbers = new int[2 * terms.size];
    int at = HEAD;
    for (int i = 0; i < terms.size; ++i, at += 4) terms.numbers[i] = b.getInt(at);
    terms.masks = Arrays.copyOfRange(record, at, at + terms.size);
    BytesRef card = new BytesRef(record, at + terms.size + b.getInt(24), b.getInt(28));

    List<IndexableField> document =
        new ArrayList<>(List.of(text, rank, category, brand, group, price, pricePoint));
    if (b.getInt(16) != 0) document.add(free);
    for (int node = b.getInt(4); node != 0; node = parents[node]) {
      document.add(new StringField("category", Integer.toString(node), Field.Store.NO));
    }
    document.add(
        DOC_VALUE_CARDS ? new BinaryDocValuesField("card", card) : new StoredField("card", card));
    writer.addDocument(document);
  }
}
