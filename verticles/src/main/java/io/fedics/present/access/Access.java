package io.fedics.present.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may come in, as with a notebook server: programs show the token; a browser redeems a one-time code, or the token,
 * for a signed cookie. The signature's key comes from the token, so a restart does not sign anybody out. Thread-safe.
 */
public final class Access {
  /** The local token is admin. */
  static final String PERSON = "admin";

  private static final int MOST_CODES = 32;
  private static final int SECRET_BYTES = 24;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] tokenHash;
  private final SecretKeySpec key;
  private final Duration length;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Deque<String> codes = new ArrayDeque<>();
  private final Map<String, Instant> ended = new ConcurrentHashMap<>();

  /**
   * @param token of {@code DATA_DIR/token}
   * @param length how long a browser stays signed in
   */
  public Access(String token, Duration length, Clock clock) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("token: empty (expected: a random text)");
    }
    this.tokenHash = sha256(token);
    this.key = new SecretKeySpec(sha256("fedics session\n" + token), ALGORITHM);
    this.length = length;
    this.clock = clock;
  }

  /** A path that signs a browser in, once. */
  public String newSignInPath() {
    String code = secret();
    synchronized (codes) {
      codes.addLast(code);
      if (codes.size() > MOST_CODES) {
        codes.removeFirst();
      }
    }
    return "/signin?code=" + code;
  }

  Optional<Session> redeem(String code) {
    synchronized (codes) {
      for (Iterator<String> known = codes.iterator(); known.hasNext(); ) {
        if (MessageDigest.isEqual(sha256(known.next()), sha256(code))) {
          known.remove();
          return Optional.of(newSession());
        }
      }
    }
    return Optional.empty();
  }

  Optional<Session> signIn(String token) {
    return isToken(token) ? Optional.of(newSession()) : Optional.empty();
  }

  boolean isToken(String text) {
    return MessageDigest.isEqual(tokenHash, sha256(text));
  }

  private Session newSession() {
    return sessionOf(secret(), clock.instant().plus(length));
  }

  private Session sessionOf(String id, Instant expires) {
    return new Session(id, PERSON, expires, signature("csrf." + id));
  }

  /** Its value names the session and proves that we made it. */
  String cookieOf(Session session) {
    String named = session.id() + '.' + session.expires().getEpochSecond();
    return named + '.' + signature(named);
  }

  Optional<Session> ofCookie(String value) {
    int last = value.lastIndexOf('.');
    int first = value.indexOf('.');
    if (first <= 0 || last <= first) {
      return Optional.empty();
    }
    String named = value.substring(0, last);
    if (!isEqual(signature(named), value.substring(last + 1))) {
      return Optional.empty();
    }
    Instant expires = Instant.ofEpochSecond(Long.parseLong(named, first + 1, last, 10));
    String id = named.substring(0, first);
    return isOpen(id, expires) ? Optional.of(sessionOf(id, expires)) : Optional.empty();
  }

  private boolean isOpen(String id, Instant expires) {
    return clock.instant().isBefore(expires) && !ended.containsKey(id);
  }

  public boolean isOpen(Session session) {
    return !session.isBrowser() || isOpen(session.id(), session.expires());
  }

  void end(Session session) {
    Instant now = clock.instant();
    ended.values().removeIf(expires -> expires.isBefore(now));
    ended.put(session.id(), session.expires());
  }

  /** Takes the same time wherever the texts differ. */
  static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
