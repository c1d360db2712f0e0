package io.jcompose.samples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jcompose.samples.shop.Products.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/products}: GET lists, POST adds one whose name is the body. */
final class ProductsHandler implements HttpHandler {
    private static final int LONGEST_NAME = 200;

    private final Products products;
    private final Views views;
    private final String replica;

    ProductsHandler(Products products, Views views, String replica) {
        this.products = products;
        this.views = views;
        this.replica = replica;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                add(exchange);
            } else {
                answer(exchange, 200, list());
            }
        } catch (SQLException e) {
            System.err.println("the database does not answer: " + e.getMessage());
            answer(exchange, 503, Map.of("message", "the database does not answer; try again"));
        }
    }

    private void add(HttpExchange exchange) throws IOException, SQLException {
        byte[] body = exchange.getRequestBody().readNBytes(4 * LONGEST_NAME);
        String name = new String(body, StandardCharsets.UTF_8).strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            answer(exchange, 400, Map.of("message", "a name has 1 to " + LONGEST_NAME + " characters"));
            return;
        }
        products.add(name);
        answer(exchange, 201, Map.of("name", name));
    }

    /** What is sold is worth an answer without the cache too. */
    private Map<String, Object> list() throws SQLException {
        List<Product> all = products.all();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("products", all.stream().map(Product::name).toList());
        try {
            answer.put("views", views.count());
        } catch (IOException e) {
            System.err.println("the cache does not answer: " + e.getMessage());
        }
        answer.put("replica", replica);
        return answer;
    }

    private static void answer(HttpExchange exchange, int status, Map<String, Object> value) throws IOException {
        byte[] bytes = (Json.of(value) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
