package io.fedics.present.audit;

import io.fedics.fl.privacy.ledger.KeyFile;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerKey;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The trail of a database and the key of a data folder that signs its head. Ask it from a Vert.x context. */
public final class AuditTrail {
  /** Signs the head; is there as soon as the trail is. */
  public static final String KEY = "audit-trail.key";

  private static final String NAME = "audit trail";
  private static final long ANSWER_SECONDS = 15;

  private final Vertx vertx;
  private final Pool pool;
  private final KeyFile keyFile;
  private @Nullable Future<AuditStore> store;

  /**
   * @param keyFolder exists; holds {@link #KEY}
   */
  public AuditTrail(Vertx vertx, Pool pool, Path keyFolder) {
    this.vertx = vertx;
    this.pool = pool;
    this.keyFile = in(keyFolder);
  }

  /** A key, and whether it never signed anything. */
  private record Found(LedgerKey key, boolean isNew) {}

  /**
   * Ready to be written to, before a transaction begins; makes key and trail where there are none.
   *
   * @return fails with a {@link LedgerException} when the head is gone; who asks again tries again
   */
  public synchronized Future<AuditStore> store() {
    if (store == null || store.failed()) {
      store = open();
    }
    return store;
  }

  private Future<AuditStore> open() {
    return vertx
        .executeBlocking(this::find)
        .compose(found -> AuditStore.open(pool, found.key(), found.isNew()))
        .compose(opened -> vertx.executeBlocking(() -> {
          if (opened.isSigner()) {
            name();
          }
          return opened;
        }))
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static KeyFile in(Path folder) {
    return new KeyFile(NAME, folder.resolve(KEY));
  }

  private Found find() {
    try {
      return new Found(keyFile.key(), !keyFile.isNamed());
    } catch (IOException e) {
      throw new LedgerException("audit trail: " + KEY + " cannot be read or written", e);
    }
  }

  private void name() {
    try {
      keyFile.name();
    } catch (IOException e) {
      throw new LedgerException("audit trail: " + KEY + " cannot be written", e);
    }
  }

  /**
   * Checks the trail of a database without changing it, also while it is written. Blocks.
   *
   * @return the verdict; rows 0 and valid where no trail was begun, not valid where the key is missing or damaged
   * @throws LedgerException when it cannot be read
   */
  public static LedgerVerdict verify(Vertx vertx, Pool pool, Path keyFolder) {
    Future<AuditChain.Kept> answer = Future.<AuditChain.Kept>future(
            promise -> vertx.runOnContext(_ -> AuditStore.read(pool).onComplete(promise)))
        .recover(error -> Future.failedFuture(
            new LedgerException("audit trail: the database refused: " + error, error)));
    try {
      return verify(answer.await(ANSWER_SECONDS, TimeUnit.SECONDS), in(keyFolder));
    } catch (TimeoutException e) {
      throw new LedgerException("audit trail: the database does not answer", e);
    }
  }

  private static LedgerVerdict verify(AuditChain.Kept kept, KeyFile file) {
    if (!file.isNamed() && kept.head().isEmpty() && kept.lines().isEmpty()) {
      return LedgerVerdict.good(0, Optional.of("no trail: nobody decided anything here"));
    }
    return file.verdict(
        () -> AuditChain.verify(kept, Optional.empty()),
        key -> AuditChain.verify(kept, kept.head().flatMap(LedgerHead::read).filter(key::signed)));
  }
}
