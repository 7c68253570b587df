global using NodaTime;
global using Nscp.Reviews.Domain.Time;
