package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one instance of all servlets of a web application that name the same store. It lives in the
 * servlet context from the first servlet's start to the last one's end.
 */
final class SharedInstance {

  private static final Logger LOG = LoggerFactory.getLogger(SharedInstance.class);
  private static final String ATTRIBUTE = SharedInstance.class.getName() + ":";

  private final String attribute;
  private final BlobStore store;
  private final WaitingRoom room;
  private final Chalkstream chalkstream;
  private int users;

  private SharedInstance(String attribute, BlobStore store, StreamPolicy policy, WaitingRoom room) {
    this.attribute = attribute;
    this.store = store;
    this.room = room;
    this.chalkstream = Chalkstream.builder(store).policy(policy).waitingRoom(room).build();
  }

  /** Finds the instance for a store, or opens the store; paired with {@link #release}. */
  static SharedInstance acquire(
      ServletContext context, String uri, StreamPolicy policy, WaitingRoom room)
      throws ServletException {
    synchronized (SharedInstance.class) {
      String attribute = ATTRIBUTE + uri;
      SharedInstance instance = (SharedInstance) context.getAttribute(attribute);
      if (instance == null) {
        instance = new SharedInstance(attribute, open(uri), policy, room);
        context.setAttribute(attribute, instance);
      } else if (!instance.goesBy(policy, room)) {
        throw new ServletException(
            "another servlet of this application has opened the store with another retention,"
                + " completion timeout, segment limit or waiting room; give these as"
                + " context-parameters");
      }
      instance.users++;
      return instance;
    }
  }

  private boolean goesBy(StreamPolicy policy, WaitingRoom room) {
    return chalkstream.policy().equals(policy)
        && this.room.isOpen() == room.isOpen()
        && this.room.container() == room.container();
  }

  Chalkstream chalkstream() {
    return chalkstream;
  }

  /** Lets go of the instance; the last one to do so closes it and its store. */
  void release(ServletContext context) {
    synchronized (SharedInstance.class) {
      users--;
      if (users > 0) {
        return;
      }
      context.removeAttribute(attribute);
    }
    chalkstream.close();
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("The store could not be closed in order", e);
    }
  }

  private static BlobStore open(String uri) throws ServletException {
    try {
      return BlobStores.open(uri);
    } catch (IllegalArgumentException | IOException e) {
      throw new ServletException("chalkstream.store cannot be opened: " + e.getMessage(), e);
    }
  }
}
