package io.jcompose.samples.guestbook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.concurrent.Executors;

/** Serves one page on port 8080. GUESTBOOK_DATABASE is the JDBC URL of its database. */
public final class Guestbook {
    private static final int PORT = 8080;
    private static final int THREADS = 4;

    private Guestbook() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        String url = System.getenv().getOrDefault("GUESTBOOK_DATABASE", "jdbc:h2:mem:guestbook;DB_CLOSE_DELAY=-1");
        Entries entries = Entries.open(url);
        String replica = InetAddress.getLocalHost().getHostName();
        HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
        server.createContext("/", new PageHandler(entries, replica));
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
        System.out.println("guestbook of " + replica + " listens on port " + PORT);
    }
}
