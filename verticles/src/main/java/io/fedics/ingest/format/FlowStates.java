package io.fedics.ingest.format;

import static io.fedics.shared.event.FlowState.ATTEMPTED;
import static io.fedics.shared.event.FlowState.ESTABLISHED;
import static io.fedics.shared.event.FlowState.PARTIAL;
import static io.fedics.shared.event.FlowState.REJECTED;
import static io.fedics.shared.event.FlowState.RESET;

import io.fedics.shared.event.FlowState;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sensors call the state of a connection.
 *
 * <p>Sources: Zeek, <a href="https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html">conn/main.zeek,
 * conn_state</a>; Argus, {@code ra(1)}, field {@code state}; Suricata, EVE {@code flow.state}.
 */
final class FlowStates {
  private static final Map<String, FlowState> ZEEK = Map.ofEntries(
      Map.entry("S0", ATTEMPTED),
      // SYN and then FIN or RST of the same side, nothing came back: half-open scans.
      Map.entry("SH", ATTEMPTED),
      Map.entry("RSTOS0", ATTEMPTED),
      Map.entry("REJ", REJECTED),
      Map.entry("SF", ESTABLISHED),
      Map.entry("S1", ESTABLISHED),
      Map.entry("S2", ESTABLISHED),
      Map.entry("S3", ESTABLISHED),
      Map.entry("RSTO", RESET),
      Map.entry("RSTR", RESET),
      // The answer was seen, the question was not.
      Map.entry("RSTRH", PARTIAL),
      Map.entry("SHR", PARTIAL),
      Map.entry("OTH", PARTIAL));

  /** Argus's three-letter states of anything but the flags of TCP. */
  private static final Map<String, FlowState> ARGUS = Map.ofEntries(
      Map.entry("CON", ESTABLISHED),
      Map.entry("EST", ESTABLISHED),
      Map.entry("ACC", ESTABLISHED),
      Map.entry("FIN", ESTABLISHED),
      Map.entry("CLO", ESTABLISHED),
      Map.entry("ECR", ESTABLISHED),
      Map.entry("RSP", ESTABLISHED),
      Map.entry("INT", ATTEMPTED),
      Map.entry("REQ", ATTEMPTED),
      Map.entry("ECO", ATTEMPTED),
      Map.entry("RST", RESET),
      Map.entry("TIM", PARTIAL),
      Map.entry("PAR", PARTIAL),
      Map.entry("UNK", PARTIAL),
      // ICMP that tells of another flow: unreachable port, host, net …
      Map.entry("URP", PARTIAL),
      Map.entry("URH", PARTIAL),
      Map.entry("URN", PARTIAL),
      Map.entry("URF", PARTIAL),
      Map.entry("URFIL", PARTIAL));

  private static final Map<String, FlowState> WORDS = words();

  private FlowStates() {}

  private static Map<String, FlowState> words() {
    var words = new HashMap<String, FlowState>();
    for (FlowState state : FlowState.values()) {
      words.put(state.name(), state);
    }
    words.put("NEW", ATTEMPTED);
    words.put("CLOSED", ESTABLISHED);
    return Map.copyOf(words);
  }

  static Optional<FlowState> ofZeek(String connState) {
    return Optional.ofNullable(ZEEK.get(connState));
  }

  /**
   * The flags both sides sent, {@code FSPA_SRPA}, or one of Argus's words; some files carry Zeek's words instead.
   *
   * @param answered whether the destination sent anything
   */
  static Optional<FlowState> ofArgus(String state, boolean answered) {
    int middle = state.indexOf('_');
    if (middle >= 0) {
      return Optional.of(ofFlags(
          TcpFlags.ofLetters(state, 0, middle),
          TcpFlags.ofLetters(state, middle + 1, state.length())));
    }
    FlowState known = ARGUS.get(state);
    if (known == null) {
      return ofZeek(state);
    }
    return Optional.of(known == ATTEMPTED && answered ? ESTABLISHED : known);
  }

  /** Any of the words of Zeek, Argus, UNSW-NB15 and Suricata. */
  static Optional<FlowState> ofAnyName(String state, boolean answered) {
    String upper = state.toUpperCase(Locale.ROOT);
    FlowState word = WORDS.get(upper);
    return word == null ? ofArgus(upper, answered) : Optional.of(word);
  }

  /**
   * By the TCP flags each side sent in the whole flow.
   *
   * @param out flags of the source
   * @param in flags of the destination; 0 when it was silent
   */
  static FlowState ofFlags(int out, int in) {
    if ((in & ~TcpFlags.URG) == 0) {
      return (out & TcpFlags.SYN) != 0 && (out & (TcpFlags.ACK | TcpFlags.PSH)) == 0
          ? ATTEMPTED
          : PARTIAL;
    }
    if ((out & TcpFlags.SYN) == 0) {
      return PARTIAL;
    }
    if ((in & TcpFlags.SYN) == 0) {
      return (in & TcpFlags.RST) != 0 ? REJECTED : PARTIAL;
    }
    boolean bothFinished = (out & in & TcpFlags.FIN) != 0;
    if (!bothFinished && ((out | in) & TcpFlags.RST) != 0) {
      return RESET;
    }
    // A SYN answered by SYN and ACK, and then nothing: half open.
    return out == TcpFlags.SYN ? PARTIAL : ESTABLISHED;
  }

  /**
   * Suricata's {@code flow.state}; where it kept the TCP flags, they say more. {@code flow.reason} says why the record
   * was written (timeout, forced, shutdown), not how the flow went, and changes nothing.
   *
   * @param out TCP flags of the source, null when the record has none
   * @param in TCP flags of the destination
   * @param answered whether the destination sent anything
   */
  static Optional<FlowState> ofSuricata(
      String state, @Nullable Integer out, @Nullable Integer in, boolean answered) {
    if (out != null && in != null && (out != 0 || in != 0)) {
      return Optional.of(ofFlags(out, in));
    }
    return switch (state) {
      case "new" -> Optional.of(answered ? PARTIAL : ATTEMPTED);
      case "established", "closed", "bypassed", "local_bypassed", "capture_bypassed" ->
        Optional.of(ESTABLISHED);
      default -> Optional.empty();
    };
  }
}
