package io.jcompose.samples.shop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Serves the API on port 8080. SHOP_DATABASE is the JDBC URL of the database, SHOP_PASSWORD its password; SHOP_CACHE is
 * the Redis server as {@code host:port}.
 */
public final class Shop {
    private static final int PORT = 8080;
    private static final int THREADS = 4;

    private Shop() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        if (arguments.length > 0 && arguments[0].equals("--rehearse")) {
            rehearse();
            return;
        }
        Map<String, String> environment = System.getenv();
        Products products = Products.open(
                environment.getOrDefault("SHOP_DATABASE", "jdbc:postgresql://db/shop"),
                environment.getOrDefault("SHOP_PASSWORD", ""));
        Views views = Views.of(environment.getOrDefault("SHOP_CACHE", "cache:6379"));
        HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
        String replica = InetAddress.getLocalHost().getHostName();
        server.createContext("/api/products", new ProductsHandler(products, views, replica));
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
        System.out.println("the shop's API on " + replica + " listens on port " + PORT);
    }

    /** Run while the image is built, with -XX:ArchiveClassesAtExit: touches the classes that a start needs. */
    private static void rehearse() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        server.stop(0);
        System.out.println(Json.of(Map.of("drivers", Products.drivers())));
    }
}
