// What Lucene's searches collect into, each in one pass over the only segment.

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.util.PriorityQueue;

final class Collectors {
  /** The lowest values, ties by docid, in order; counts all. */
  static final class Lowest extends SimpleCollector {
    final NumericDocValues values;
    final long[] kept;
    final int[] docs;
    int size;
    long total;

    Lowest(NumericDocValues values, int[] docs) {
      this.values = values;
      this.docs = docs;
      kept = new long[docs.length];
    }

    @Override
    public void collect(int doc) throws IOException {
      ++total;
      values.advanceExact(doc);
      long value = values.longValue();
      if (size == kept.length && value >= kept[size - 1]) return;
      int at = size < kept.length ? size++ : size - 1;
      for (; at > 0 && kept[at - 1] > value; --at) {
        kept[at] = kept[at - 1];
        docs[at] = docs[at - 1];
      }
      kept[at] = value;
      docs[at] = doc;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  /** The first docids; counts all, or stops early. */
  static final class First extends SimpleCollector {
    final int[] docs;
    final boolean stop;
    int total;

    First(int[] docs, boolean stop) {
      this.docs = docs;
      this.stop = stop;
    }

    @Override
    public void collect(int doc) {
      if (total < docs.length) {
        docs[total] = doc;
      } else if (stop) {
        throw new CollectionTerminatedException();
      }
      ++total;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  /** Counts brands and categories of whatever another collector takes. */
  static final class Counting extends FilterCollector {
    final NumericDocValues brand;
    final NumericDocValues category;
    final int[] brands;
    final int[] categories;

    Counting(Collector in, LeafReader leaf, int brands, int categories) throws IOException {
      super(in);
      brand = leaf.getNumericDocValues("brand");
      category = leaf.getNumericDocValues("category");
      this.brands = new int[brands];
      this.categories = new int[categories];
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
      return new FilterLeafCollector(in.getLeafCollector(context)) {
        @Override
        public void collect(int doc) throws IOException {
          in.collect(doc);
          brand.advanceExact(doc);
          ++brands[(int) brand.longValue()];
          category.advanceExact(doc);
          ++categories[(int) category.longValue()];
        }
      };
    }
  }

  /** The best of each group (group 0: of its own), then the best of those. Kept and reused. */
  static final class Groups extends SimpleCollector {
    record Best(int doc, float score) {}

    final float[] scores; // by group; −1: not seen
    final int[] docs; // by group
    final int[] seen;
    final PriorityQueue<Best> queue = new PriorityQueue<>(20) {
      @Override
      protected boolean lessThan(Best a, Best b) {
        return a.score != b.score ? a.score < b.score : a.doc > b.doc;
      }
    };
    NumericDocValues groups;
    Scorable scorer;
    int seenCount;
    int single;

    Groups(int groupCount) {
      scores = new float[groupCount];
      docs = new int[groupCount];
      seen = new int[groupCount];
      Arrays.fill(scores, -1);
    }

    Groups start(NumericDocValues groups) {
      this.groups = groups;
      seenCount = 0;
      single = 0;
      return this;
    }

    @Override
    public void setScorer(Scorable scorer) {
      this.scorer = scorer;
    }

    @Override
    public void collect(int doc) throws IOException {
      groups.advanceExact(doc);
      int group = (int) groups.longValue();
      float score = scorer.score();
      if (group == 0) {
        ++single;
        offer(doc, score);
      } else if (score > scores[group]) {
        if (scores[group] < 0) seen[seenCount++] = group;
        scores[group] = score;
        docs[group] = doc;
      }
    }

    void offer(int doc, float score) {
      if (queue.size() < 20 || score > queue.top().score) {
        queue.insertWithOverflow(new Best(doc, score));
      }
    }

    int total() {
      return single + seenCount;
    }

    int finish(int[] best) {
      for (int i = 0; i < seenCount; ++i) {
        offer(docs[seen[i]], scores[seen[i]]);
        scores[seen[i]] = -1;
      }
      int size = queue.size();
      for (int i = size; i-- > 0; ) best[i] = queue.pop().doc;
      return size;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE;
    }
  }
}
