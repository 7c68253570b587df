global using NodaTime;
global using Nscp.Reviews.Domain.Clocks;
global using Nscp.Reviews.Domain.Time;
