using Nscp.Reviews.Api;

await using var host = ReviewsHost.Build(args);
await host.PrepareDatabaseAsync();
await host.RunAsync();
