"""Events on their way to robots: subscriptions, webhooks and their deliveries."""
