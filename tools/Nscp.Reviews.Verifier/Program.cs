using Nscp.Reviews.Verifier;

return VerifyBundle.Run(args, Console.Out, Console.Error);
