package io.fedics.fl.benchmark;

import io.fedics.fl.model.record.ColumnKinds;
import io.fedics.fl.model.record.NumberCell;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FeatureSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a table people know looks like: its columns, and which of them would give the answer away.
 *
 * @param name for {@code --benchmark}
 * @param schema whose publisher's columns its files have
 * @param header of a file that has none; empty when its first line has it
 * @param only the columns wanted; empty means all that are left
 * @param dropped columns that name a host, a time, a row or the answer
 * @param words columns of words; the rest are numbers
 * @param classColumn the kind of attack
 * @param normal how that column says there is none
 * @param answerColumn 1 for an attack and 0 for none, for files without the kinds; empty when no file goes without
 * @param published rows the publisher states, by file name, for the checklist
 * @param compared counters of like things, whose differences say something
 * @param files training files below the folder of test data
 * @param multi whether the kinds are told apart as well
 * @param unseen whether its tests hold kinds of attack that its training files lack
 */
public record DataSet(
    String name,
    FeatureSchema schema,
    List<String> header,
    List<String> only,
    Set<String> dropped,
    List<String> words,
    String classColumn,
    Set<String> normal,
    String answerColumn,
    List<Published> published,
    List<Compared> compared,
    List<String> files,
    boolean multi,
    boolean unseen) {

  /** Rows of a file as its publisher counts them. */
  public record Published(String file, long rows) {}

  /** Two columns of numbers; the second is taken from the first. */
  record Compared(String one, String other) {}

  /** Its files have no header. */
  private static final List<String> KDD = Stream.concat(
          FeatureSchema.NSL_KDD_41.columns().stream(), Stream.of("label", "difficulty"))
      .toList();

  private static final List<Published> KDD_ROWS = List.of(
      new Published("KDDTrain+", 125_973),
      new Published("KDDTrain+_20Percent", 25_192),
      new Published("KDDTest+", 22_544),
      new Published("KDDTest-21", 11_850));

  private static final DataSet NSL_KDD = new DataSet(
      "nsl-kdd",
      FeatureSchema.NSL_KDD_41,
      KDD,
      List.of(),
      Set.of("difficulty"),
      FeatureSchema.NSL_KDD_41.words(),
      "label",
      Set.of("normal"),
      "",
      KDD_ROWS,
      List.of(),
      List.of("nsl-kdd/KDDTrain+.txt.gz"),
      false,
      true);

  private static final DataSet NSL_KDD_10 = new DataSet(
      "nsl-kdd-10",
      FeatureSchema.NSL_KDD_10,
      KDD,
      FeatureSchema.NSL_KDD_10.columns(),
      Set.of(),
      FeatureSchema.NSL_KDD_10.words(),
      "label",
      Set.of("normal"),
      "",
      KDD_ROWS,
      List.of(),
      NSL_KDD.files,
      false,
      true);

  private static final DataSet UNSW = new DataSet(
      "unsw-nb15",
      FeatureSchema.UNSW_NB15,
      List.of(),
      List.of(),
      Set.of("id", "attack_cat", "label"),
      FeatureSchema.UNSW_NB15.words(),
      "attack_cat",
      Set.of("normal", ""),
      "label",
      List.of(new Published("official-train", 175_341), new Published("official-test", 82_332)),
      List.of(
          new Compared("ct_srv_src", "ct_srv_dst"),
          new Compared("ct_dst_src_ltm", "ct_srv_dst"),
          new Compared("ct_dst_ltm", "ct_src_ltm"),
          new Compared("ct_dst_sport_ltm", "ct_src_dport_ltm")),
      List.of("unsw-nb15/UNSW_NB15_official-test_part-dev.csv.gz"),
      true,
      false);

  private static final DataSet CICIDS = new DataSet(
      "cicids2017",
      FeatureSchema.CICIDS2017_42,
      List.of(),
      FeatureSchema.CICIDS2017_42.columns(),
      Set.of(),
      List.of(),
      "Label",
      Set.of("benign"),
      "",
      List.of(),
      List.of(),
      List.of("cicids2017/cic_ids2017_multiclass_part-dev.csv.gz"),
      true,
      false);

  private static final DataSet TON_IOT = new DataSet(
      "ton-iot",
      FeatureSchema.TON_IOT,
      List.of(),
      List.of(),
      Set.of(
          "src_ip",
          "dst_ip",
          "src_port",
          "label",
          "ts",
          "dns_query",
          "ssl_subject",
          "ssl_issuer",
          "http_uri",
          "http_user_agent"),
      FeatureSchema.TON_IOT.words(),
      "type",
      Set.of("normal"),
      "",
      List.of(new Published("Train_Test_Network", 211_043)),
      List.of(),
      List.of("ton-iot/Train_Test_Network_part-dev.csv.gz"),
      true,
      false);

  private static final DataSet CICDDOS = new DataSet(
      "cicddos2019",
      FeatureSchema.CICIDS2017_42,
      List.of(),
      List.of(),
      Set.of(
          "unnamed: 0",
          "flow id",
          "source ip",
          "source port",
          "destination ip",
          "destination port",
          "timestamp",
          "simillarhttp",
          "inbound",
          "fwd header length.1"),
      List.of(),
      "Label",
      Set.of("benign"),
      "",
      List.of(),
      List.of(),
      List.of(
          "cicddos2019/DrDoS_DNS.csv.gz",
          "cicddos2019/DrDoS_NTP.csv.gz",
          "cicddos2019/DrDoS_NetBIOS.csv"),
      false,
      true);

  private static final List<DataSet> ALL =
      List.of(NSL_KDD, NSL_KDD_10, UNSW, CICIDS, TON_IOT, CICDDOS);

  public DataSet {
    header = List.copyOf(header);
    only = List.copyOf(only);
    dropped = Set.copyOf(dropped);
    words = List.copyOf(words);
    normal = Set.copyOf(normal);
    published = List.copyOf(published);
    compared = List.copyOf(compared);
    files = List.copyOf(files);
  }

  /** Whether the ensemble of dense layers and LSTM is one of its detectors. */
  boolean neural() {
    return header.equals(KDD);
  }

  public static Optional<DataSet> find(String name) {
    return ALL.stream().filter(set -> set.name.equals(name)).findFirst();
  }

  /** Names for {@code --benchmark}. */
  public static List<String> names() {
    return ALL.stream().map(DataSet::name).toList();
  }

  /** The features of a file, numbers and words apart, in the file's or the wanted order. */
  List<String> features(Table table, boolean word) {
    List<String> wanted = only.isEmpty() ? table.names() : only;
    return wanted.stream()
        .distinct()
        .filter(name -> !isDropped(name) && isWord(name) == word)
        .toList();
  }

  /**
   * Places of the columns that are compared; without those of columns a file lacks.
   *
   * @param features of {@link #features}, numbers first
   * @return shape {@code [comparisons][2]}
   */
  int[][] compared(List<String> features) {
    List<String> names =
        features.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return compared.stream()
        .map(pair -> new int[] {names.indexOf(pair.one), names.indexOf(pair.other)})
        .filter(pair -> pair[0] >= 0 && pair[1] >= 0)
        .toArray(int[][]::new);
  }

  /**
   * @param numbers columns of {@link #features}
   * @throws UsageException naming file, row and column of a number that its column cannot hold
   */
  void requirePossible(Table table, List<String> numbers) {
    numbers.forEach(name -> table.require(name, ColumnKinds.of(schema, name)));
  }

  /** This one; where a file lacks the kinds of attack and has the answer, one that only knows attack or none. */
  DataSet asIn(List<Table> tables) {
    return tables.stream().anyMatch(this::hasAnswerOnly) ? attackOrNone() : this;
  }

  private boolean hasAnswerOnly(Table table) {
    return !answerColumn.isEmpty()
        && table.find(classColumn).isEmpty()
        && table.find(answerColumn).isPresent();
  }

  private DataSet attackOrNone() {
    return new DataSet(
        name,
        schema,
        header,
        only,
        dropped,
        words,
        answerColumn,
        Set.of(),
        answerColumn,
        published,
        compared,
        files,
        false,
        unseen);
  }

  /** Whether its rows only say attack or none, although the data set has kinds. */
  boolean isAnswerOnly() {
    return classColumn.equals(answerColumn);
  }

  private boolean isDropped(String name) {
    return dropped.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase(classColumn);
  }

  private boolean isWord(String name) {
    return words.stream().anyMatch(name::equalsIgnoreCase);
  }

  /**
   * One spelling of a class: trimmed, without KDD's full stop, the broken dash of the web attacks as a hyphen, plurals that
   * files differ in as one; {@code normal} for no attack.
   *
   * @throws IllegalArgumentException for a cell that names no class: what is not called normal counts as an attack
   */
  String className(String cell) {
    if (isAnswerOnly()) {
      return answer(cell.trim());
    }
    String trimmed = cell.trim().replaceFirst("\\.$", "");
    if (normal.contains(trimmed.toLowerCase(Locale.ROOT))) {
      return NORMAL;
    }
    if (trimmed.isEmpty() || !Double.isNaN(NumberCell.parse(trimmed))) {
      throw new IllegalArgumentException("%s: %s (expected: %s, or an attack by its name)"
          .formatted(classColumn, trimmed.isEmpty() ? "empty" : trimmed, normalName()));
    }
    String plain =
        trimmed.replaceAll("\\s*[\\u0096\\u2013\\uFFFD?]+\\s*", " - ").replaceAll("\\s+", " ");
    return plain.equals("Backdoors") ? "Backdoor" : plain;
  }

  private String answer(String cell) {
    double value = NumberCell.decimal(cell);
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("%s: %s (expected: 0 for normal, 1 for an attack)"
          .formatted(classColumn, cell.isEmpty() ? "empty" : cell));
    }
    return value == 0 ? NORMAL : ATTACK;
  }

  /**
   * The class of each row; few words make many rows, so each is spelled once.
   *
   * @throws UsageException naming file and row, for a cell that names no class
   */
  List<String> classes(Table table) {
    Table.Column column = table.column(classColumn);
    Map<String, String> spelled = new HashMap<>();
    List<String> classes = new ArrayList<>(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      try {
        classes.add(spelled.computeIfAbsent(column.word(row), this::className));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "%s, row %d: %s".formatted(table.file(), row + 1, e.getMessage()), e);
      }
    }
    return classes;
  }

  private String normalName() {
    return normal.stream().filter(name -> !name.isEmpty()).findFirst().orElse(NORMAL);
  }

  /** The class that is no attack. */
  static final String NORMAL = "normal";

  /** Any class that is one, where kinds are not told apart. */
  static final String ATTACK = "attack";
}
