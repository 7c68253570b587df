using Nscp.Reviews.Api;

return await ReviewsHost.RunAsync(args);
