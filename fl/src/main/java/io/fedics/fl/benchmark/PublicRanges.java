package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * NSL-KDD rows from 0, scaled by what is known of the format (widths of counters, words of the published attribute
 * list), never by the rows themselves: sites scale alike without telling each other anything, and differential privacy has
 * nothing to pay for. 38 numbers, then one 0 or 1 for each of 84 words; an unknown word is zeros. Rungs come last.
 *
 * @param training to fit on
 * @param heldOut kept from the fit, repeats of a row all on one side
 * @param features names, in the order of a row
 * @param leftOut classes that are in the held-out part only
 * @param largest numbers are in [0, largest]; positive
 */
public record PublicRanges(
    TrainingData training,
    TestData heldOut,
    List<String> features,
    Set<String> leftOut,
    double largest) {
  private static final String PROTOCOLS = "icmp tcp udp";
  private static final String FLAGS = "OTH REJ RSTO RSTOS0 RSTR S0 S1 S2 S3 SF SH";
  private static final String SERVICES =
      ("IRC X11 Z39_50 aol auth bgp courier csnet_ns ctf daytime discard domain domain_u echo eco_i ecr_i efs exec finger"
          + " ftp ftp_data gopher harvest hostnames http http_2784 http_443 http_8001 imap4 iso_tsap klogin kshell ldap link"
          + " login mtp name netbios_dgm netbios_ns netbios_ssn netstat nnsp nntp ntp_u other pm_dump pop_2 pop_3 printer"
          + " private red_i remote_job rje shell smtp sql_net ssh sunrpc supdup systat telnet tftp_u tim_i time urh_i urp_i"
          + " uucp uucp_path vmnet whois");
  private static final Map<String, List<String>> WORDS = Map.of(
      "protocol_type", List.of(PROTOCOLS.split(" ", -1)),
      "service", List.of(SERVICES.split(" ", -1)),
      "flag", List.of(FLAGS.split(" ", -1)));

  /** Widths of the counting windows: 2 s hold at most 511 connections in the source, 100 connections at most 255 of a host. */
  private static final Map<String, Double> LINEAR = Map.of(
      "count", 511.0,
      "srv_count", 511.0,
      "dst_host_count", 255.0,
      "dst_host_srv_count", 255.0,
      "su_attempted", 2.0,
      "wrong_fragment", 3.0);

  private static final Set<String> HUGE = Set.of("duration", "src_bytes", "dst_bytes");
  /** Bytes of one connection that fill the scale. */
  private static final double MOST_BYTES = 0x1p31;
  /** Events of one connection that fill the scale. */
  private static final double MOST_EVENTS = 100;
  /** Beyond, gradients are of no use. */
  private static final double MOST_SCALE = 1_000;
  /** As many as a range of 31 doublings has any use for. */
  private static final int MOST_RUNGS = 256;
  /** Draws that must not agree with those of the same seed elsewhere. */
  private static final long SALT = 0x48_45_4C_44;

  public PublicRanges {
    features = List.copyOf(features);
    leftOut = Set.copyOf(leftOut);
    if (!(largest > 0 && largest <= MOST_SCALE)) {
      throw new IllegalArgumentException(
          "number scale: %s (expected: above 0, at most %s)".formatted(largest, MOST_SCALE));
    }
  }

  /** With numbers in [0, 1]. */
  public PublicRanges(
      TrainingData training, TestData heldOut, List<String> features, Set<String> leftOut) {
    this(training, heldOut, features, leftOut, 1);
  }

  /**
   * With numbers in another range; words stay 0 or 1. Numbers tell more of a connection than its words do, and a gradient
   * finds them sooner when they are larger.
   *
   * @param most of a number; positive
   */
  public PublicRanges withNumbersUpTo(double most) {
    if (most == largest) {
      return this;
    }
    return with(features, rows -> scaled(rows, most), most);
  }

  /**
   * With further features for the numbers of the widest ranges, duration and bytes: each range is cut into rungs of equal
   * width on its logarithmic scale, and a rung is the part of it that lies below the number. How many bytes an attack sends is
   * often known to a few per cent, and one number alone lets a network with short gradients see that late.
   *
   * @param rungs of each such number, 0 to 256
   */
  public PublicRanges withRungs(int rungs) {
    if (rungs < 0 || rungs > MOST_RUNGS) {
      throw new IllegalArgumentException(
          "rungs: %d (expected: 0 to %d)".formatted(rungs, MOST_RUNGS));
    }
    if (rungs == 0) {
      return this;
    }
    int[] wide = IntStream.range(0, features.size())
        .filter(i -> HUGE.contains(features.get(i).toLowerCase(Locale.ROOT)))
        .toArray();
    List<String> names = new ArrayList<>(features);
    for (int feature : wide) {
      for (int rung = 1; rung <= rungs; rung++) {
        names.add(features.get(feature) + "/" + rung);
      }
    }
    return with(names, rows -> climbed(rows, wide, rungs), largest);
  }

  private PublicRanges with(List<String> names, UnaryOperator<double[][]> rows, double most) {
    return new PublicRanges(
        new TrainingData(rows.apply(training.rows()), training.classes(), training.names()),
        new TestData(rows.apply(heldOut.rows()), heldOut.classes(), heldOut.names()),
        names,
        leftOut,
        most);
  }

  private double[][] climbed(double[][] rows, int[] wide, int rungs) {
    double[][] climbed = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      climbed[row] = Arrays.copyOf(rows[row], features.size() + wide.length * rungs);
      int at = features.size();
      for (int feature : wide) {
        double height = rows[row][feature] / largest * rungs;
        for (int rung = 0; rung < rungs; rung++) {
          climbed[row][at++] = largest * Math.clamp(height - rung, 0.0, 1.0);
        }
      }
    }
    return climbed;
  }

  private double[][] scaled(double[][] rows, double most) {
    double factor = most / largest;
    double[][] scaled = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      scaled[row] = rows[row].clone();
      for (int i = 0; i < features.size(); i++) {
        scaled[row][i] *= isWord(features.get(i)) ? 1 : factor;
      }
    }
    return scaled;
  }

  private static boolean isWord(String feature) {
    return feature.indexOf('=') >= 0;
  }

  /**
   * @param files of NSL-KDD, at least one
   * @param share of the distinct rows that is held out, in (0, 1)
   * @param leftOut classes that are held out altogether, as the file names them
   * @throws UsageException for a file that cannot be read, or when a side lacks normal rows or attacks
   */
  public static PublicRanges read(List<Path> files, double share, Set<String> leftOut, long seed) {
    PublicRanges read = split(files, share, leftOut, seed);
    requireBoth(read.training.classes(), files, "to fit on");
    requireBoth(read.heldOut.classes(), files, "held out");
    return read;
  }

  /**
   * Rows of one site, which may have seen attacks only, or none.
   *
   * @param files of NSL-KDD, at least one
   * @param share of the distinct rows that is held out, in (0, 1)
   * @throws UsageException for a file that cannot be read, or when a side has no rows
   */
  public static PublicRanges ofSite(List<Path> files, double share, long seed) {
    PublicRanges read = split(files, share, Set.of(), seed);
    int fitted = read.training.rows().length;
    int held = read.heldOut.rows().length;
    if (fitted == 0 || held == 0) {
      throw new UsageException("%s: %,d rows to fit on, %,d held out (expected: at least one each)"
          .formatted(files.getFirst(), fitted, held));
    }
    return read;
  }

  private static PublicRanges split(
      List<Path> files, double share, Set<String> leftOut, long seed) {
    DataSet set = DataSet.find("nsl-kdd").orElseThrow();
    List<Table> tables =
        files.stream().map(file -> Table.read(file, set.header())).toList();
    List<String> numbers = set.features(tables.getFirst(), false);
    List<String> words = set.features(tables.getFirst(), true);
    List<String> names = names(set, tables);
    for (String one : leftOut) {
      if (names.indexOf(one) < 1) {
        throw new UsageException("--leave-out: " + one + " (expected: attacks of the file: "
            + String.join(", ", names.subList(1, names.size())) + ")");
      }
    }
    List<double[]> rows = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (Table table : tables) {
      rows.addAll(List.of(rows(table, numbers, words)));
      classes.addAll(set.classes(table));
    }
    var all = new TrainingData(
        rows.toArray(double[][]::new), classes.stream().mapToInt(names::indexOf).toArray(), names);
    boolean[] held = new boolean[all.rows().length];
    for (int row = 0; row < held.length; row++) {
      held[row] = leftOut.contains(names.get(all.classes()[row]))
          || Repeats.draw(all.rows()[row], seed ^ SALT) < share;
    }
    TrainingData training = all.where(row -> !held[row]);
    TrainingData kept = all.where(row -> held[row]);
    return new PublicRanges(
        training,
        new TestData(kept.rows(), kept.classes(), kept.names()),
        features(numbers, words),
        leftOut);
  }

  private static void requireBoth(int[] classes, List<Path> files, String use) {
    long normals = IntStream.of(classes).filter(c -> c == 0).count();
    long attacks = classes.length - normals;
    if (attacks == 0 || normals == 0) {
      throw new UsageException("%s: %,d normal rows, %,d attacks %s (expected: both)"
          .formatted(files.getFirst(), normals, attacks, use));
    }
  }

  private static List<String> names(DataSet set, List<Table> tables) {
    Set<String> found = new TreeSet<>();
    tables.forEach(table -> found.addAll(set.classes(table)));
    Set<String> names = new LinkedHashSet<>(List.of(DataSet.NORMAL));
    names.addAll(found);
    return List.copyOf(names);
  }

  private static List<String> features(List<String> numbers, List<String> words) {
    List<String> names = new ArrayList<>(numbers);
    for (String column : words) {
      known(column).forEach(word -> names.add(column + "=" + word));
    }
    return names;
  }

  private static List<String> known(String column) {
    return WORDS.getOrDefault(column.toLowerCase(Locale.ROOT), List.of());
  }

  private static double[][] rows(Table table, List<String> numbers, List<String> words) {
    double[][] rows = new double[table.rows()][features(numbers, words).size()];
    int at = 0;
    for (String name : numbers) {
      double[] column = table.numbers(name);
      for (int row = 0; row < rows.length; row++) {
        rows[row][at] = scaled(name.toLowerCase(Locale.ROOT), column[row]);
      }
      at++;
    }
    for (String name : words) {
      Table.Column column = table.column(name);
      List<String> known = known(name);
      for (int row = 0; row < rows.length; row++) {
        int index = known.indexOf(column.word(row));
        if (index >= 0) {
          rows[row][at + index] = 1;
        }
      }
      at += known.size();
    }
    return rows;
  }

  /** A cell that says nothing, or a negative number, counts as 0. */
  private static double scaled(String name, double value) {
    if (!(value > 0)) {
      return 0;
    }
    Double width = LINEAR.get(name);
    double scaled = width != null
        ? value / width
        : isShare(name)
            ? value
            : Math.log1p(value) / Math.log1p(HUGE.contains(name) ? MOST_BYTES : MOST_EVENTS);
    return Math.min(1, scaled);
  }

  private static boolean isShare(String name) {
    return name.endsWith("_rate")
        || Set.of("land", "logged_in", "root_shell", "is_host_login", "is_guest_login")
            .contains(name);
  }
}
